// SPDX-License-Identifier: MIT
#include "io/resolver.hpp"

#include <net/if.h>
#include <netdb.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/redirect_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <list>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>

#include "base/text.hpp"
#include "io/wait.hpp"

namespace wiretape::io {

// One look-up, shared by who asks and the thread that finds out. The thread knows neither the asker nor
// its executor, which may be gone when the answer comes: it rings the query's own bell, heard or not.
struct Resolver::Query {
  explicit Query(std::string of) : name(std::move(of)), bell(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (bell < 0) throw std::system_error(errno, std::generic_category());
  }
  ~Query() { ::close(bell); }
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  void answer(Resolved found) {
    result = std::move(found);
    is_answered = true;
    ::eventfd_write(bell, 1);
  }

  const std::string name;
  const int bell;
  std::atomic<bool> is_wanted = true;
  std::atomic<bool> is_answered = false;
  Resolved result;  // the thread's until it is answered
};

// Who asks: hears the bell. Throws std::system_error where descriptors ran out.
class Resolver::Asker {
public:
  Asker(const Executor& executor, std::string name)
      : query_(std::make_shared<Query>(std::move(name))), bell_(executor, query_->bell) {}
  ~Asker() {
    query_->is_wanted = false;
    bell_.release();  // it is the query's
  }
  Asker(const Asker&) = delete;
  Asker& operator=(const Asker&) = delete;

  [[nodiscard]] const std::shared_ptr<Query>& query() const { return query_; }
  // Ends with the answer, stop_waiting(), or when the coroutine is cancelled.
  Task<void> wait() {
    std::error_code ignored;
    co_await bell_.async_wait(asio::posix::stream_descriptor::wait_read,
                              asio::redirect_error(asio::use_awaitable, ignored));
  }
  void stop_waiting() { bell_.cancel(); }

private:
  std::shared_ptr<Query> query_;
  asio::posix::stream_descriptor bell_;
};

// The threads of one process, and what they have to do.
class Resolver::Pool {
public:
  explicit Pool(Pool* of_parent) : before(of_parent) {}

  // Throws std::system_error when no thread can be started and none is there.
  void submit(const Resolver& resolver, std::shared_ptr<Query> query) {
    const std::lock_guard lock(mutex_);
    if (running_.size() < resolver.most_threads_) start_thread(resolver);
    waiting_.push_back(std::move(query));
  }

  // Joins threads that have ended, or are about to return. With `waits` all others too.
  void reap(bool waits) {
    std::list<std::thread> joined;
    do {
      for (auto& thread : joined) thread.join();
      joined.clear();
      std::unique_lock lock(mutex_);
      if (waits) one_ended_.wait(lock, [this] { return running_.empty() || !ended_.empty(); });
      joined.swap(ended_);
    } while (!joined.empty());
  }

  const pid_t process = getpid();
  Pool* const before;  // the parent process's: kept, because its threads cannot be joined here

private:
  void start_thread(const Resolver& resolver) {
    const auto self = running_.emplace(running_.end());
    try {
      *self = std::thread([this, self, &look_up = resolver.look_up_] { work(self, look_up); });
    } catch (const std::system_error&) {
      running_.erase(self);
      if (running_.empty()) throw;
    }
  }

  void work(std::list<std::thread>::iterator self, const LookUp& look_up) {
    while (const auto query = next(self)) {
      Resolved found = query->is_wanted ? look_up(query->name) : Resolved{};
      const bool is_last = retire_if_idle(self);
      query->answer(std::move(found));
      if (is_last) return;
    }
  }

  std::shared_ptr<Query> next(std::list<std::thread>::iterator self) {
    const std::lock_guard lock(mutex_);
    if (retire_if_idle_locked(self)) return nullptr;
    auto query = std::move(waiting_.front());
    waiting_.pop_front();
    return query;
  }

  // Before the last answer is given, so that who hears it can join the thread.
  bool retire_if_idle(std::list<std::thread>::iterator self) {
    const std::lock_guard lock(mutex_);
    return retire_if_idle_locked(self);
  }
  bool retire_if_idle_locked(std::list<std::thread>::iterator self) {
    if (!waiting_.empty()) return false;
    ended_.splice(ended_.end(), running_, self);
    one_ended_.notify_one();
    return true;
  }

  std::mutex mutex_;
  std::condition_variable one_ended_;
  std::deque<std::shared_ptr<Query>> waiting_;
  std::list<std::thread> running_;
  std::list<std::thread> ended_;  // or about to return, and waiting for nobody
};

Resolver::Resolver(LookUp look_up, std::size_t most_threads)
    : look_up_(std::move(look_up)), most_threads_(most_threads), pool_(new Pool(nullptr)) {}

Resolver::~Resolver() {
  Pool* const pool = pool_;
  if (pool->process != getpid()) return;  // its threads and its locks are as the fork left them
  pool->reap(true);
  delete pool;
}

Resolver& Resolver::of_process() {
  static auto* const resolver = new Resolver;
  struct AtExit {
    ~AtExit() { resolver->pool().reap(false); }
  };
  static const AtExit reaps;
  return *resolver;
}

Resolver::Pool& Resolver::pool() {
  Pool* known = pool_;
  while (known->process != getpid()) {
    auto fresh = std::make_unique<Pool>(known);
    if (pool_.compare_exchange_strong(known, fresh.get())) known = fresh.release();
  }
  return *known;
}

Task<std::optional<Resolved>> Resolver::resolve(std::string host, Executor executor, Timers& timers,
                                                Timers::duration limit) {
  auto found = resolve_without_asking(host);
  if (found) co_return found;
  found = co_await ask(std::move(host), std::move(executor), timers, limit);
  pool().reap(false);
  co_return found;
}

Task<std::optional<Resolved>> Resolver::ask(std::string host, Executor executor, Timers& timers,
                                            Timers::duration limit) {
  std::optional<Asker> asker;
  try {
    asker.emplace(executor, std::move(host));
    pool().submit(*this, asker->query());
  } catch (const std::system_error& error) {
    co_return Resolved{{}, error.code().message()};
  }
  const auto& query = *asker->query();
  bool is_late = false;
  const auto timer = timers.after(limit, [&] {
    is_late = true;
    asker->stop_waiting();
  });
  while (!query.is_answered) {
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (is_late || was_cancelled(cancellation)) co_return std::nullopt;
    co_await asker->wait();
  }
  co_return std::move(asker->query()->result);
}

namespace {

asio::ip::address address_of(const sockaddr& from) {
  if (from.sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, &from, sizeof v4);
    return asio::ip::address_v4(ntohl(v4.sin_addr.s_addr));
  }
  sockaddr_in6 v6{};
  std::memcpy(&v6, &from, sizeof v6);
  asio::ip::address_v6::bytes_type bytes;
  std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
  return asio::ip::address_v6(bytes, v6.sin6_scope_id);
}

// "fe80::1%eth0" or "fe80::1%25eth0" (RFC 6874).
std::optional<Resolved> resolve_zone(const std::string& host) {
  const auto at = host.find('%');
  std::error_code error;
  const auto address = asio::ip::make_address_v6(host.substr(0, at), error);
  if (error) return std::nullopt;
  auto zone = host.substr(at + 1);
  if (zone.size() > 2 && zone.starts_with("25")) zone.erase(0, 2);
  auto index = std::uint64_t{::if_nametoindex(zone.c_str())};
  if (index == 0) index = parse_decimal(zone).value_or(0);
  if (index == 0) return Resolved{{}, "there is no network interface \"" + escape_control(zone, 60) + '"'};
  return Resolved{{asio::ip::address_v6(address.to_bytes(), index)}, {}};
}

}  // namespace

Resolved ask_system(const std::string& name) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const int status = ::getaddrinfo(name.c_str(), nullptr, &hints, &list);
  if (status == EAI_SYSTEM) return {{}, std::generic_category().message(errno)};
  if (status != 0) return {{}, ::gai_strerror(status)};
  Resolved found;
  for (const auto* entry = list; entry != nullptr; entry = entry->ai_next) {
    const bool is_ip = entry->ai_family == AF_INET || entry->ai_family == AF_INET6;
    if (!is_ip) continue;
    const auto address = address_of(*entry->ai_addr);
    const auto& known = found.addresses;
    if (std::find(known.begin(), known.end(), address) == known.end()) found.addresses.push_back(address);
  }
  ::freeaddrinfo(list);
  if (found.addresses.empty()) found.error = "the name has no IP address";
  return found;
}

std::optional<Resolved> resolve_without_asking(const std::string& host) {
  auto name = to_lower(host);
  if (name.ends_with('.')) name.pop_back();
  if (name == "localhost" || name.ends_with(".localhost")) {
    return Resolved{{asio::ip::address_v4::loopback(), asio::ip::address_v6::loopback()}, {}};
  }
  std::error_code error;
  if (host.find('%') != std::string::npos) return resolve_zone(host);
  const auto address = asio::ip::make_address(host, error);
  if (error) return std::nullopt;
  return Resolved{{address}, {}};
}

}  // namespace wiretape::io
