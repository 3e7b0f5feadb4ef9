// Distributed under the Boost Software License, Version 1.0.
#include "harness/services/service_process.hpp"

#include <fmt/format.h>
#include <boost/asio/ip/tcp.hpp>

#include <charconv>
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

namespace racelab::services {
namespace {

using clock = std::chrono::steady_clock;

constexpr std::chrono::seconds patience{10};
constexpr std::chrono::milliseconds look_again{5};

// What is to be asked at once: a connection for each call of each subject.
constexpr std::uint64_t most_connections = 4096;

sandbox::child_process start() {
  sandbox::command command;
  command.arguments = {RACELAB_SERVICES};
  command.drop_capabilities = true;
  sandbox::limits limits;
  limits.open_files = most_connections;
  limits.resident_memory = std::uint64_t{1} << 30U;
  return sandbox::child_process::start(command, limits);
}

[[noreturn]] void fail(const sandbox::child_process& running,
                       std::string_view why) {
  throw std::runtime_error(fmt::format("the HTTP services did not start: {} {}",
                                       why, running.output()));
}

// Blocks until it has written the number of its port, and a line's end.
std::uint16_t port_of(sandbox::child_process& running) {
  for (const auto end = clock::now() + patience; clock::now() < end;) {
    const auto ended = running.poll();
    const std::string said = running.output();
    std::uint16_t port = 0;
    const auto [behind, error] =
        std::from_chars(said.data(), said.data() + said.size(), port);
    if (error == std::errc() && behind != said.data() + said.size())
      return port;
    if (ended) fail(running, describe(*ended));
    std::this_thread::sleep_for(look_again);
  }
  fail(running, "no answer in ten seconds.");
}

}  // namespace

service_process::service_process()
    : running_(start()), port_(port_of(running_)) {}

bool is_served(std::uint16_t port) {
  namespace ip = boost::asio::ip;
  boost::asio::io_context context;
  ip::tcp::socket socket(context);
  boost::system::error_code error;
  socket.connect({ip::address_v4::loopback(), port}, error);
  return !error;
}

}  // namespace racelab::services
