// Distributed under the Boost Software License, Version 1.0.
#include "harness/services/records.hpp"
#include "harness/services/service_process.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/test/unit_test.hpp>

#include <iterator>
#include <optional>
#include <string>

namespace racelab::services {
namespace {

namespace ip = boost::asio::ip;

ip::tcp::endpoint endpoint_of(const service_process& running) {
  return {ip::address_v4::loopback(), running.port()};
}

// All that is answered, header and body.
std::string get(const service_process& running, const std::string& target) {
  ip::tcp::iostream connection(endpoint_of(running));
  connection << "GET " << target << " HTTP/1.1\r\nHost: here\r\n\r\n"
             << std::flush;
  return {std::istreambuf_iterator<char>(connection), {}};
}

bool begins_with(const std::string& text, const std::string& beginning) {
  return text.substr(0, beginning.size()) == beginning;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_target_says_which_record_and_how_long_it_takes) {
  const auto asked = parse_target("/3/4711?takes_us=2500");
  BOOST_REQUIRE(asked.has_value());
  BOOST_TEST(asked->service == 3U);
  BOOST_TEST(asked->call == 4711U);
  BOOST_TEST(asked->takes.count() == 2500);
  BOOST_TEST(!asked->fails);
  BOOST_TEST(parse_target("/0/0?takes_us=0&fails=1")->fails);
}

BOOST_AUTO_TEST_CASE(any_other_target_is_none) {
  for (const char* text :
       {"", "/", "/1", "/1/2", "/1/2?takes_us=", "/1/2?takes_us=-1",
        "/x/2?takes_us=1", "/1/2?takes_us=1&fails=0", "/1/2?takes_us=1 ",
        "/1/2?takes_us=60000001", "/1/2?takes_us=99999999999",
        "1/2?takes_us=1"})
    BOOST_TEST(!parse_target(text).has_value(), text);
}

BOOST_AUTO_TEST_CASE(a_call_is_always_given_the_same_record) {
  const records all;
  const auto record = all.find(7, 1017);
  BOOST_REQUIRE(record.has_value());
  BOOST_TEST(*record ==
             R"({"service":7,"id":17,"value":"record 17 of service 7"})");
  BOOST_TEST((all.find(7, 1017) == record));
  BOOST_TEST(!all.find(8, 0).has_value());
}

BOOST_AUTO_TEST_CASE(the_process_serves_records_and_failures) {
  const service_process running;
  const std::string answer = get(running, "/1/2?takes_us=100");
  BOOST_TEST(begins_with(answer, "HTTP/1.1 200 OK\r\n"), answer);
  BOOST_TEST(answer.find(R"("record 2 of service 1")") != std::string::npos);
  BOOST_TEST(
      begins_with(get(running, "/1/2?takes_us=1&fails=1"), "HTTP/1.1 503 "));
  BOOST_TEST(begins_with(get(running, "/9/2?takes_us=1"), "HTTP/1.1 404 "));
  BOOST_TEST(begins_with(get(running, "/etc/passwd"), "HTTP/1.1 400 "));
}

BOOST_AUTO_TEST_CASE(a_client_that_goes_away_disturbs_no_other) {
  const service_process running;
  {
    ip::tcp::iostream hasty(endpoint_of(running));
    hasty << "GET /1/2?takes_us=50000 HTTP/1.1\r\n\r\n" << std::flush;
    ip::tcp::iostream silent(endpoint_of(running));
    silent << "GET /1" << std::flush;
  }
  BOOST_TEST(begins_with(get(running, "/1/2?takes_us=60000"), "HTTP/1.1 200"));
}

BOOST_AUTO_TEST_CASE(it_ends_with_its_object) {
  std::optional<service_process> running{std::in_place};
  const ip::tcp::endpoint place = endpoint_of(*running);
  BOOST_TEST(is_served(place.port()));
  running.reset();
  BOOST_TEST(!is_served(place.port()));
}

}  // namespace racelab::services
