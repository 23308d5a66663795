// SPDX-License-Identifier: MIT
#include <set>

#include <unistd.h>

#include "cassette/format.hpp"
#include "cassette/model.hpp"
#include "cassette/side_files.hpp"
#include "cassette/store.hpp"
#include "cassette/yaml.hpp"

namespace wiretape::cassette {

namespace {

constexpr std::string_view end_mark = "\n...\n";

// Without a last document that was cut off.
std::string_view whole_documents(std::string_view text) {
  const auto end = text.rfind(end_mark);
  return end == std::string_view::npos ? std::string_view() : text.substr(0, end + end_mark.size());
}

}  // namespace

// The part file is a YAML cassette, whatever the format: what it begins with, then each interaction as it
// comes.
struct Recorder::Impl {
  Store store;
  std::string existing;
  CassetteHeader header;
  ::pid_t owner = ::getpid();
  std::unique_ptr<PartFile> part = {};
  std::size_t begun = 0;  // bytes of what the appended ones follow
  std::size_t appended = 0;
  std::optional<std::string> notice = {};
  std::set<std::string> files = {};  // that the appended interactions name

  [[nodiscard]] bool is_forked() const { return ::getpid() != owner; }

  [[nodiscard]] std::string beginning() const {
    if (existing.empty()) return yaml_beginning(header);
    if (store.format() == CassetteFormat::json) {
      return format_cassette(parse_cassette(existing, CassetteFormat::json, store.path()),
                             CassetteFormat::yaml);
    }
    return existing.ends_with('\n') ? existing : existing + '\n';
  }

  void begin() {
    const auto start = beginning();
    auto opened = std::make_unique<PartFile>(store.place());
    put_aside(whole_documents(opened->text()));
    if (!existing.empty() && store.read() != existing) {
      throw CassetteError(store.path(), 0, "was changed by someone else since this test read it",
                          "run the test again, and let one at a time record a cassette");
    }
    opened->clear();
    opened->append(start);
    begun = start.size();
    part = std::move(opened);
  }

  // What a killed process had recorded is not thrown away.
  void put_aside(std::string_view left) {
    const auto documents = scan_documents(left);
    if (!documents || documents->size() < 2 || left == existing) return;
    const auto place = store.place();
    const Place aside{place.path + ".recovered", place.shown + ".recovered"};
    replace_file(aside, left);
    notice = "a process that recorded " + place.shown + " was killed; its " +
             std::to_string(documents->size() - 1) + " whole interactions are kept in " + aside.shown;
  }

  void finish() {
    for (const auto& file : files) sync_side_file(store.place(), file);
    if (store.format() == CassetteFormat::yaml) {
      part->put_in_place();
    } else {
      const auto whole = parse_cassette(part->text(), CassetteFormat::yaml, store.path());
      store.replace(format_cassette(whole, CassetteFormat::json));
    }
    part.reset();
    if (existing.empty()) remove_side_files_but(store.place(), files);
  }
};

Recorder::Recorder(Store store, std::string existing, CassetteHeader header)
    : impl_(new Impl{std::move(store), std::move(existing), std::move(header)}) {}
Recorder::~Recorder() = default;
Recorder::Recorder(Recorder&&) noexcept = default;

void Recorder::append(const Interaction& interaction) {
  if (impl_->is_forked()) return;
  if (impl_->part == nullptr) impl_->begin();
  impl_->part->append(yaml_document(interaction));
  for_each_large_body(interaction, [&](const Body& body, const Headers&) {
    if (!body.large->file.empty()) impl_->files.insert(body.large->file);
  });
  ++impl_->appended;
}

std::string Recorder::text() const { return impl_->part ? impl_->part->text() : std::string(); }

void Recorder::rewrite(const std::function<void(Interaction&)>& change) {
  if (impl_->is_forked() || impl_->part == nullptr) return;
  const auto text = impl_->part->text();
  auto beginning = impl_->beginning();
  const auto appended = std::string(text).replace(0, impl_->begun, yaml_beginning(impl_->header));
  const SideFiles files(impl_->store.place());
  for (auto& interaction :
       parse_whole(appended, CassetteFormat::yaml, impl_->store.path(), files).interactions) {
    change(interaction);
    beginning += yaml_document(interaction);
  }
  impl_->part->clear();
  impl_->part->append(beginning);
}

void Recorder::change_header(const std::function<void(CassetteHeader&)>& change) {
  if (impl_->is_forked() || impl_->part == nullptr) return;
  const auto text = impl_->part->text();
  const auto documents = scan_documents(text);
  auto first = documents && !documents->empty() ? read_yaml(documents->front())
                                                : Result<Node>(Error{"is no cassette"});
  if (!first) throw unreadable_cassette(impl_->store.path(), first.error());
  auto header = header_of(*std::move(first));
  const auto before = header;
  change(header);
  if (header == before) return;
  const auto& old = documents->front().text;
  const auto begin = static_cast<std::size_t>(old.data() - text.data());
  const auto rest = text.substr(begin + old.size());
  impl_->part->clear();
  impl_->part->append(text.substr(0, begin) + "---\n" + write_yaml(to_node(header)) + rest);
}

std::size_t Recorder::appended() const { return impl_->appended; }

void Recorder::commit() {
  if (!impl_->is_forked() && impl_->part != nullptr) impl_->finish();
}

std::optional<std::string> Recorder::reject() {
  if (impl_->is_forked() || impl_->part == nullptr) return std::nullopt;
  const auto place = impl_->store.place();
  const Place aside{place.path + ".rejected", place.shown + ".rejected"};
  replace_file(aside, impl_->part->text());
  impl_->part.reset();
  return aside.shown;
}

const std::optional<std::string>& Recorder::recovered_notice() const { return impl_->notice; }

}  // namespace wiretape::cassette
