// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/report/result.hpp"
#include "harness/report/text_sink.hpp"

#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace racelab::report {

// The run as JSON, schema 1: keys in a fixed order, two spaces of indent, a
// newline at the end. Text that is not UTF-8 is made so.
std::string json(const run_result&);

// One of its subjects.
boost::json::value subject_json(const subject_result&);

// A stack in it.
boost::json::array stack_json(const observe::stack&);

// Any value in that form.
std::string pretty(const boost::json::value&);

// An object in that form, written piece by piece, since all of it may be too
// large to be kept.
class json_writer {
 public:
  // Begins the object.
  explicit json_writer(const text_sink& to);

  // Without a key in an array, with one in an object.
  void write(std::string_view key, const boost::json::value&);
  void write(const boost::json::value& element) { write({}, element); }

  void begin_object(std::string_view key = {});
  void begin_array(std::string_view key);

  // Ends what was begun last; the last of all is the object itself.
  void end();

 private:
  struct level {
    char closing;
    bool empty = true;
  };

  void begin(std::string_view key, char opening, char closing);
  void next(std::string& out, std::string_view key);

  const text_sink& to_;
  std::vector<level> open_;
};

}  // namespace racelab::report
