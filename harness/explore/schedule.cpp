// Distributed under the Boost Software License, Version 1.0.
#include "harness/explore/schedule.hpp"

#include "harness/probe/wire.hpp"

#include <algorithm>
#include <charconv>
#include <limits>
#include <stdexcept>

namespace racelab::explore {
namespace {

constexpr std::uint64_t any_number = std::numeric_limits<std::uint32_t>::max();

std::string in_base_36(std::uint32_t value) {
  char digits[8];
  const auto end =
      std::to_chars(std::begin(digits), std::end(digits), value, 36);
  return {digits, end.ptr};
}

// Reads one token from left to right. Equal schedules have equal tokens, so
// every spelling but one is an error: no leading zeros, no zero fault, no
// points out of order.
class token_parser {
 public:
  explicit token_parser(std::string_view word) : word_(word), rest_(word) {}

  schedule parse() {
    schedule result;
    environment(result.environment);
    if (accept('r')) {
      result.sampled = true;
      result.seed = number("seed", 36, any_number);
    } else {
      deviations(result.deviations);
    }
    if (!rest_.empty()) fail("'" + std::string(rest_) + "' is left over");
    return result;
  }

 private:
  void environment(observe::environment& into) {
    if (!accept('o')) fail("it must begin with 'o' and an order");
    into.order = number("order", 10, any_number);
    if (accept('u')) {
      into.use = number("use", 10, wire::max_uses - 1);
      if (into.use == 0) fail("the first use, 0, is not written");
    }
    if (accept('f')) {
      into.fault = number("fault", 10, any_number);
      if (into.fault == 0) fail("faults are counted from 1");
    }
    if (accept('c')) {
      into.stopped_by = observe::stop::cancel;
      into.stop_step = number("step", 10, any_number);
    } else if (accept('d')) {
      into.stopped_by = observe::stop::deadline;
      into.stop_step = number("step", 10, any_number);
    }
  }

  void deviations(std::vector<deviation>& into) {
    while (accept('p')) {
      deviation next;
      next.point = number("choice", 10, wire::max_choices - 1);
      if (!accept('t')) fail("a choice 'p' must be followed by a thread 't'");
      next.thread = number("thread", 10, wire::max_threads - 1);
      if (!into.empty() && next.point <= into.back().point)
        fail("choices must be in ascending order");
      if (into.size() == wire::max_deviations) fail("too many choices");
      into.push_back(next);
    }
  }

  bool accept(char letter) {
    if (!rest_.starts_with(letter)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // Base 36 needs no look-ahead here: a seed is a token's last part.
  std::uint32_t number(const std::string& what, int base, std::uint64_t most) {
    std::uint64_t value = 0;
    const char* begin = rest_.data();
    const auto [end, error] =
        std::from_chars(begin, begin + rest_.size(), value, base);
    const std::string_view digits(begin, static_cast<std::size_t>(end - begin));
    if (digits.empty()) fail("a number is missing: " + what);
    if (digits.size() > 1 && digits.front() == '0')
      fail("a number is not in its shortest form: " + what);
    if (std::any_of(digits.begin(), digits.end(),
                    [](char c) { return c >= 'A' && c <= 'Z'; }))
      fail("letters are lower-case");
    if (error != std::errc{} || value > most)
      fail("a number is too large: " + what);
    rest_.remove_prefix(digits.size());
    return static_cast<std::uint32_t>(value);
  }

  [[noreturn]] void fail(const std::string& why) const {
    throw std::invalid_argument("'" + std::string(word_) +
                                "' is not a schedule's token: " + why);
  }

  std::string_view word_;
  std::string_view rest_;
};

}  // namespace

std::string token(const schedule& what) {
  std::string word = "o" + std::to_string(what.environment.order);
  if (what.environment.use != 0)
    word += "u" + std::to_string(what.environment.use);
  if (what.environment.fault != 0)
    word += "f" + std::to_string(what.environment.fault);
  if (what.environment.stopped_by == observe::stop::cancel)
    word += "c" + std::to_string(what.environment.stop_step);
  if (what.environment.stopped_by == observe::stop::deadline)
    word += "d" + std::to_string(what.environment.stop_step);
  if (what.sampled) return word + "r" + in_base_36(what.seed);
  for (const deviation& each : what.deviations)
    word +=
        "p" + std::to_string(each.point) + "t" + std::to_string(each.thread);
  return word;
}

schedule parse_token(std::string_view word) {
  return token_parser(word).parse();
}

}  // namespace racelab::explore
