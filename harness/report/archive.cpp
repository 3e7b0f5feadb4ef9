// Distributed under the Boost Software License, Version 1.0.
//
// Each struct is an array of its fields, in their order: Boost.PFR knows them,
// so that none can be forgotten here.
#include "harness/report/archive.hpp"

#include <boost/json.hpp>
#include <boost/pfr.hpp>

#include <chrono>
#include <optional>
#include <type_traits>
#include <vector>

namespace racelab::report {
namespace {

namespace json_ = boost::json;

template <class T>
constexpr bool is_number = std::is_arithmetic_v<T> && !std::is_same_v<T, bool>;

// Overloads that call each other have to be found from within templates.
struct writer {
  static json_::value write(bool from) { return from; }
  static json_::value write(const std::string& from) {
    return json_::string(from);
  }

  template <class T>
  static json_::value write(const std::optional<T>& from) {
    return from ? json_::array{write(*from)} : json_::array{};
  }

  template <class T>
  static json_::value write(const std::vector<T>& from) {
    json_::array all;
    all.reserve(from.size());
    for (const T& each : from) all.push_back(write(each));
    return all;
  }

  template <class Rep, class Period>
  static json_::value write(const std::chrono::duration<Rep, Period>& from) {
    return from.count();
  }

  template <class T>
  static json_::value write(const T& from) {
    if constexpr (std::is_enum_v<T>) {
      return static_cast<std::int64_t>(from);
    } else if constexpr (is_number<T>) {
      return from;
    } else {
      json_::array fields;
      boost::pfr::for_each_field(
          from, [&](const auto& each) { fields.push_back(write(each)); });
      return fields;
    }
  }
};

struct reader {
  static void read(const json_::value& from, bool& to) { to = from.as_bool(); }
  static void read(const json_::value& from, std::string& to) {
    to = from.as_string();
  }

  template <class T>
  static void read(const json_::value& from, std::optional<T>& to) {
    to.reset();
    if (!from.as_array().empty()) read(from.as_array().front(), to.emplace());
  }

  template <class T>
  static void read(const json_::value& from, std::vector<T>& to) {
    const json_::array& all = from.as_array();
    to.resize(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) read(all[i], to[i]);
  }

  template <class Rep, class Period>
  static void read(const json_::value& from,
                   std::chrono::duration<Rep, Period>& to) {
    to = std::chrono::duration<Rep, Period>(from.to_number<Rep>());
  }

  template <class T>
  static void read(const json_::value& from, T& to) {
    if constexpr (std::is_enum_v<T>) {
      to = static_cast<T>(from.to_number<std::underlying_type_t<T>>());
    } else if constexpr (is_number<T>) {
      to = from.to_number<T>();
    } else {
      const json_::array& fields = from.as_array();
      if (fields.size() != boost::pfr::tuple_size_v<T>)
        throw std::runtime_error("an archived result of another program");
      std::size_t next = 0;
      boost::pfr::for_each_field(
          to, [&](auto& each) { read(fields[next++], each); });
    }
  }
};

}  // namespace

std::string archived(const subject_result& result) {
  return json_::serialize(writer::write(result));
}

subject_result unarchived(std::string_view text) {
  json_::parse_options as_written;
  as_written.allow_invalid_utf8 = true;
  subject_result result;
  reader::read(json_::parse({text.data(), text.size()}, {}, as_written),
               result);
  return result;
}

}  // namespace racelab::report
