// SPDX-License-Identifier: MIT
// An HTTP client for the end-to-end tests: Qt's QNetworkAccessManager. usage: qt_client ORIGIN PROXY_HOST
// PROXY_PORT. Prints what it hears.
#include <QCoreApplication>
#include <QEventLoop>
#include <QHttpMultiPart>
#include <QHttpPart>
#include <QJsonDocument>
#include <QJsonObject>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QUrl>
#include <QUrlQuery>
#include <iostream>
#include <memory>

namespace {

void wait_and_print(QNetworkReply* asked) {
  const std::unique_ptr<QNetworkReply> reply(asked);
  QEventLoop loop;
  QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
  if (!reply->isFinished()) loop.exec();
  std::cout << reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() << ' '
            << reply->readAll().toStdString() << '\n';
}

}  // namespace

int main(int argc, char** argv) {
  QCoreApplication application(argc, argv);
  if (argc != 4) return 2;
  const QString origin = argv[1];
  QNetworkAccessManager manager;
  manager.setProxy({QNetworkProxy::HttpProxy, argv[2], static_cast<quint16>(QString(argv[3]).toUShort())});

  QUrl today(origin + "/today");
  QUrlQuery query;
  query.addQueryItem("unit", "c");
  query.addQueryItem("city", "Oslo");
  today.setQuery(query);
  wait_and_print(manager.get(QNetworkRequest(today)));

  QNetworkRequest order(QUrl(origin + "/orders"));
  order.setHeader(QNetworkRequest::ContentTypeHeader, "application/json");
  const QJsonObject object{{"gift", true}, {"item", "sled"}, {"count", 2}};
  wait_and_print(manager.post(order, QJsonDocument(object).toJson()));

  QNetworkRequest login(QUrl(origin + "/login"));
  login.setHeader(QNetworkRequest::ContentTypeHeader, "application/x-www-form-urlencoded");
  wait_and_print(manager.post(login, QByteArray("note=") + QUrl::toPercentEncoding("a b+c") + "&user=mona"));

  QHttpMultiPart form(QHttpMultiPart::FormDataType);
  QHttpPart note;
  note.setHeader(QNetworkRequest::ContentDispositionHeader, "form-data; name=\"note\"");
  note.setBody("hello");
  form.append(note);
  wait_and_print(manager.post(QNetworkRequest(QUrl(origin + "/upload")), &form));
  return 0;
}
