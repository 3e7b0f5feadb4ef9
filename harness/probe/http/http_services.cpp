// Distributed under the Boost Software License, Version 1.0.
//
// Asks harness/services/: a call is a connection of its own, as of a client
// that keeps none.
#include "harness/probe/plain/plain.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace racelab::probe {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

tcp::endpoint services;

std::string target_of(const asked_service& asked) {
  const auto takes =
      std::chrono::duration_cast<std::chrono::microseconds>(asked.takes);
  return '/' + std::to_string(asked.service) + '/' +
         std::to_string(asked.call) +
         "?takes_us=" + std::to_string(takes.count()) +
         (asked.fails ? "&fails=1" : "");
}

// One request and its answer. Everything happens within run_one_for.
class exchange {
 public:
  explicit exchange(const asked_service& asked)
      : request_(http::verb::get, target_of(asked), 11) {
    request_.set(http::field::host, "127.0.0.1");
    request_.keep_alive(false);
    socket_.async_connect(services, [this](boost::system::error_code error) {
      if (!has_failed(error)) write();
    });
  }

  // Null until there is an answer. Blocks for `most` at most. Throws if there
  // will be none.
  const http::response<http::string_body>* await(
      std::chrono::microseconds most) {
    context_.run_one_for(most);
    if (error_)
      throw std::runtime_error("the services do not answer: " +
                               error_.message());
    return answered_ ? &response_ : nullptr;
  }

 private:
  bool has_failed(boost::system::error_code error) {
    error_ = error;
    return error.failed();
  }

  void write() {
    http::async_write(socket_, request_,
                      [this](boost::system::error_code error, std::size_t) {
                        if (!has_failed(error)) read();
                      });
  }

  void read() {
    http::async_read(socket_, buffer_, response_,
                     [this](boost::system::error_code error, std::size_t) {
                       answered_ = !has_failed(error);
                     });
  }

  asio::io_context context_{1};
  tcp::socket socket_{context_};
  http::request<http::empty_body> request_;
  http::response<http::string_body> response_;
  boost::beast::flat_buffer buffer_;
  boost::system::error_code error_;
  bool answered_ = false;
};

[[noreturn]] void end_with(const char* why) {
  std::fprintf(stderr, "racelab: %s\n", why);
  std::_Exit(64);
}

}  // namespace

void prepare_services() {
  const char* port = std::getenv("RACELAB_SERVICES_PORT");
  if (port == nullptr) end_with("RACELAB_SERVICES_PORT is not set");
  services = {asio::ip::address_v4::loopback(),
              static_cast<std::uint16_t>(std::strtoul(port, nullptr, 10))};
}

// Without services there is nothing to measure: the run ends as one whose
// subject ended its process, and with the reason.
wire::call_outcome await_answer(const asked_service& asked) try {
  exchange under_way(asked);
  for (;;) {
    if (asked.done != nullptr && asked.done(asked.context))
      return wire::call_outcome::gave_up;
    if (const auto* answer = under_way.await(look_again))
      return answer->result() == http::status::ok ? wire::call_outcome::answered
                                                  : wire::call_outcome::failed;
  }
} catch (const std::exception& error) {
  end_with(error.what());
}

}  // namespace racelab::probe
