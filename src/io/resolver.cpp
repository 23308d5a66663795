// SPDX-License-Identifier: MIT
#include "io/resolver.hpp"

#include <net/if.h>
#include <netdb.h>
#include <unistd.h>

#include <algorithm>
#include <asio/post.hpp>
#include <asio/this_coro.hpp>
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

// One look-up, shared by who asks and the thread that finds out.
struct Resolver::Query : std::enable_shared_from_this<Query> {
  explicit Query(std::string of) : name(std::move(of)) {}

  // By the thread. Nothing of the asker's is touched once it has left.
  void answer(Resolved found);
  [[nodiscard]] bool is_wanted() {
    const std::lock_guard lock(mutex);
    return asker != nullptr;
  }

  const std::string name;
  std::mutex mutex;
  Asker* asker = nullptr;  // null once it has left
  std::optional<Resolved> result;
};

// Who asks. Lives in the frame of a coroutine, and so never longer than the executor it runs on: as long
// as the query knows its asker, posting to that executor is safe.
class Resolver::Asker {
public:
  Asker(Executor executor, std::shared_ptr<Query> query)
      : executor_(executor), answered_(std::move(executor)), query_(std::move(query)) {
    const std::lock_guard lock(query_->mutex);
    query_->asker = this;
  }
  ~Asker() {
    const std::lock_guard lock(query_->mutex);
    query_->asker = nullptr;
  }
  Asker(const Asker&) = delete;
  Asker& operator=(const Asker&) = delete;

  // With the query's mutex held, on the thread that found the answer. The call comes back to the asker's
  // own thread, where it may find that the asker has left meanwhile.
  void wake() {
    asio::post(executor_, [query = query_] {
      const std::lock_guard lock(query->mutex);
      if (query->asker) query->asker->answered_.notify();
    });
  }

  [[nodiscard]] std::optional<Resolved> take_result() {
    const std::lock_guard lock(query_->mutex);
    return std::exchange(query_->result, std::nullopt);
  }
  Task<void> wait() { return answered_.wait(); }
  void stop_waiting() { answered_.notify(); }

private:
  Executor executor_;
  Event answered_;
  std::shared_ptr<Query> query_;
};

void Resolver::Query::answer(Resolved found) {
  const std::lock_guard lock(mutex);
  result = std::move(found);
  if (asker) asker->wake();
}

// The threads of one process, and what they have to do.
struct Resolver::Pool {
  explicit Pool(Pool* of_parent) : before(of_parent) {}

  // Throws std::system_error when no thread can be started and none is there.
  void submit(const Resolver& resolver, std::shared_ptr<Query> query) {
    const std::lock_guard lock(mutex);
    if (running.size() < resolver.most_threads_) start_thread(resolver);
    waiting.push_back(std::move(query));
  }

  // Joins threads that have ended, or are about to return. With `waits` all others too.
  void reap(bool waits) {
    std::list<std::thread> joined;
    do {
      for (auto& thread : joined) thread.join();
      joined.clear();
      std::unique_lock lock(mutex);
      if (waits) one_ended.wait(lock, [this] { return running.empty() || !ended.empty(); });
      joined.swap(ended);
    } while (!joined.empty());
  }

  const pid_t process = getpid();
  Pool* const before;  // the parent process's: kept, because its threads cannot be joined here

private:
  void start_thread(const Resolver& resolver) {
    const auto self = running.emplace(running.end());
    try {
      *self = std::thread([this, self, &look_up = resolver.look_up_] { work(self, look_up); });
    } catch (const std::system_error&) {
      running.erase(self);
      if (running.empty()) throw;
    }
  }

  void work(std::list<std::thread>::iterator self, const LookUp& look_up) {
    while (const auto query = next(self)) {
      Resolved found = query->is_wanted() ? look_up(query->name) : Resolved{};
      const bool is_last = retire_if_idle(self);
      query->answer(std::move(found));
      if (is_last) return;
    }
  }

  std::shared_ptr<Query> next(std::list<std::thread>::iterator self) {
    const std::lock_guard lock(mutex);
    if (retire_if_idle_locked(self)) return nullptr;
    auto query = std::move(waiting.front());
    waiting.pop_front();
    return query;
  }

  // Before the last answer is given, so that who hears it can join the thread.
  bool retire_if_idle(std::list<std::thread>::iterator self) {
    const std::lock_guard lock(mutex);
    return retire_if_idle_locked(self);
  }
  bool retire_if_idle_locked(std::list<std::thread>::iterator self) {
    if (!waiting.empty()) return false;
    ended.splice(ended.end(), running, self);
    one_ended.notify_one();
    return true;
  }

  std::mutex mutex;
  std::condition_variable one_ended;
  std::deque<std::shared_ptr<Query>> waiting;
  std::list<std::thread> running, ended;  // `ended` may still be about to return, and wait for nobody
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
  found = co_await ask(std::make_shared<Query>(std::move(host)), std::move(executor), timers, limit);
  pool().reap(false);
  co_return found;
}

Task<std::optional<Resolved>> Resolver::ask(std::shared_ptr<Query> query, Executor executor, Timers& timers,
                                            Timers::duration limit) {
  Asker asker(std::move(executor), query);
  try {
    pool().submit(*this, std::move(query));
  } catch (const std::system_error& error) {
    co_return Resolved{{}, error.code().message()};
  }
  bool is_late = false;
  const auto timer = timers.after(limit, [&] {
    is_late = true;
    asker.stop_waiting();
  });
  std::optional<Resolved> found;
  while (!found && !is_late) {
    const auto cancellation = co_await asio::this_coro::cancellation_state;
    if (was_cancelled(cancellation)) break;
    co_await asker.wait();
    found = asker.take_result();
  }
  co_return found;
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
