// Distributed under the Boost Software License, Version 1.0.
#include "harness/services/records.hpp"

#include <boost/json.hpp>

#include <sqlite3.h>

#include <charconv>
#include <stdexcept>

namespace racelab::services {
namespace {

constexpr std::uint32_t records_each = 1000;
constexpr std::chrono::minutes longest{1};

// Empty: in a file without a name, which is gone when it is closed.
constexpr const char* database_name = "";

constexpr const char* content = R"(
  CREATE TABLE records (service INTEGER, id INTEGER, value TEXT,
                        PRIMARY KEY (service, id)) WITHOUT ROWID;
  WITH RECURSIVE services(service) AS
         (SELECT 0 UNION ALL SELECT service + 1 FROM services
          WHERE service < 7),
       ids(id) AS
         (SELECT 0 UNION ALL SELECT id + 1 FROM ids WHERE id < 999)
  INSERT INTO records
    SELECT service, id, printf('record %d of service %d', id, service)
    FROM services, ids;
)";

constexpr const char* select_sql =
    "SELECT value FROM records WHERE service = ?1 AND id = ?2";

bool take(std::string_view& from, std::string_view expected) {
  if (from.substr(0, expected.size()) != expected) return false;
  from.remove_prefix(expected.size());
  return true;
}

std::optional<std::uint32_t> take_number(std::string_view& from) {
  std::uint32_t number = 0;
  const auto [end, error] =
      std::from_chars(from.data(), from.data() + from.size(), number);
  if (error != std::errc()) return std::nullopt;
  from.remove_prefix(static_cast<std::size_t>(end - from.data()));
  return number;
}

}  // namespace

std::optional<asked_record> parse_target(std::string_view text) {
  if (!take(text, "/")) return std::nullopt;
  const auto service = take_number(text);
  if (!service || !take(text, "/")) return std::nullopt;
  const auto call = take_number(text);
  if (!call || !take(text, "?takes_us=")) return std::nullopt;
  const auto takes = take_number(text);
  if (!takes || std::chrono::microseconds(*takes) > longest)
    return std::nullopt;
  const bool fails = take(text, "&fails=1");
  if (!text.empty()) return std::nullopt;
  return asked_record{*service, *call, std::chrono::microseconds(*takes),
                      fails};
}

void records::close::operator()(sqlite3* what) const { sqlite3_close(what); }

void records::close::operator()(sqlite3_stmt* what) const {
  sqlite3_finalize(what);
}

records::records() {
  sqlite3* opened = nullptr;
  const int status = sqlite3_open(database_name, &opened);
  database_.reset(opened);
  if (status != SQLITE_OK) fail();
  execute(content);
  sqlite3_stmt* prepared = nullptr;
  if (sqlite3_prepare_v2(opened, select_sql, -1, &prepared, nullptr) !=
      SQLITE_OK)
    fail();
  select_.reset(prepared);
}

std::optional<std::string> records::find(std::uint32_t service,
                                         std::uint32_t call) const {
  const std::uint32_t id = call % records_each;
  sqlite3_reset(select_.get());
  sqlite3_bind_int64(select_.get(), 1, service);
  sqlite3_bind_int64(select_.get(), 2, id);
  const int status = sqlite3_step(select_.get());
  if (status == SQLITE_DONE) return std::nullopt;
  if (status != SQLITE_ROW) fail();
  const auto* value = sqlite3_column_text(select_.get(), 0);
  return boost::json::serialize(
      boost::json::value{{"service", service},
                         {"id", id},
                         {"value", reinterpret_cast<const char*>(value)}});
}

void records::execute(const char* sql) const {
  if (sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr) !=
      SQLITE_OK)
    fail();
}

void records::fail() const {
  throw std::runtime_error(sqlite3_errmsg(database_.get()));
}

}  // namespace racelab::services
