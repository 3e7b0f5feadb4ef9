// Distributed under the Boost Software License, Version 1.0.
#pragma once

// What the services know, in a database of SQLite that goes with the process.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct sqlite3;
struct sqlite3_stmt;

namespace racelab::services {

struct asked_record {
  std::uint32_t service = 0;
  std::uint32_t call = 0;
  std::chrono::microseconds takes{};
  bool fails = false;
};

// "/SERVICE/CALL?takes_us=N" and perhaps "&fails=1"; null for anything else,
// and for more than a minute.
std::optional<asked_record> parse_target(std::string_view);

// A thousand records of each of eight services. Not for several threads at
// once.
class records {
 public:
  // Throws std::runtime_error with SQLite's own words.
  records();

  // A record as JSON: {"service": 1, "id": 17, "value": "…"}; null if there is
  // no such service. The same call gives the same one. Throws as the
  // constructor does.
  std::optional<std::string> find(std::uint32_t service,
                                  std::uint32_t call) const;

 private:
  struct close {
    void operator()(sqlite3*) const;
    void operator()(sqlite3_stmt*) const;
  };

  void execute(const char* sql) const;
  [[noreturn]] void fail() const;

  std::unique_ptr<sqlite3, close> database_;
  std::unique_ptr<sqlite3_stmt, close> select_;
};

}  // namespace racelab::services
