// Distributed under the Boost Software License, Version 1.0.
//
// The services of the lessons as a real one: HTTP on a free port of the
// loopback interface, SQLite behind it, in a process of its own.
//
//   racelab_services
//
// writes "PORT\n" to standard output as soon as it can be asked, and serves
// until it is ended.
//
//   GET /SERVICE/CALL?takes_us=3000          200, and a record as JSON
//   GET /SERVICE/CALL?takes_us=3000&fails=1  503; or 404: no such service
//
// Each after so many microseconds, and whatever the database and the network
// take besides.
#include "harness/services/records.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>

#include <chrono>
#include <cstdio>
#include <exception>
#include <memory>
#include <string>

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using racelab::services::asked_record;
using racelab::services::records;

// One connection, one request. It keeps itself alive for as long as something
// of it is under way.
class session : public std::enable_shared_from_this<session> {
 public:
  session(tcp::socket socket, const records& from)
      : socket_(std::move(socket)),
        timer_(socket_.get_executor()),
        records_(from) {}

  void start() {
    http::async_read(socket_, buffer_, request_,
                     [self = shared_from_this()](auto error, std::size_t) {
                       if (!error) self->serve();
                     });
  }

 private:
  void serve() {
    const auto asked = racelab::services::parse_target(
        {request_.target().data(), request_.target().size()});
    if (!asked || request_.method() != http::verb::get)
      return answer(http::status::bad_request, "");
    timer_.expires_after(asked->takes);
    timer_.async_wait([self = shared_from_this(), asked = *asked](auto error) {
      if (!error) self->answer(asked);
    });
  }

  void answer(const asked_record& asked) {
    if (asked.fails) return answer(http::status::service_unavailable, "");
    auto record = records_.find(asked.service, asked.call);
    if (!record) return answer(http::status::not_found, "");
    answer(http::status::ok, *std::move(record));
  }

  void answer(http::status status, std::string body) {
    response_.result(status);
    response_.version(request_.version());
    response_.keep_alive(false);
    response_.set(http::field::content_type, "application/json");
    response_.body() = std::move(body);
    response_.prepare_payload();
    http::async_write(socket_, response_,
                      [self = shared_from_this()](auto error, std::size_t) {
                        if (!error) self->say_goodbye();
                      });
  }

  void say_goodbye() {
    boost::system::error_code gone_already;
    socket_.shutdown(tcp::socket::shutdown_send, gone_already);
  }

  tcp::socket socket_;
  asio::steady_timer timer_;
  const records& records_;
  boost::beast::flat_buffer buffer_;
  http::request<http::string_body> request_;
  http::response<http::string_body> response_;
};

void accept(tcp::acceptor& at, const records& from) {
  at.async_accept([&](boost::system::error_code error, tcp::socket socket) {
    if (!error) std::make_shared<session>(std::move(socket), from)->start();
    accept(at, from);
  });
}

}  // namespace

int main() try {
  const records all;
  asio::io_context context(1);
  tcp::acceptor acceptor(context, {asio::ip::address_v4::loopback(), 0});
  accept(acceptor, all);
  std::printf("%d\n", int{acceptor.local_endpoint().port()});
  std::fflush(stdout);
  context.run();
} catch (const std::exception& error) {
  std::fprintf(stderr, "racelab_services: %s\n", error.what());
  return 1;
}
