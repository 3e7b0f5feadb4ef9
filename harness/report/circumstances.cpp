// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/circumstances.hpp"

#include "harness/report/layout.hpp"

#include <fmt/format.h>

#include <iterator>
#include <string_view>

namespace racelab::report {
namespace {

std::string number_of(unsigned number) {
  constexpr std::string_view words[] = {"no",     "first", "second", "third",
                                        "fourth", "fifth", "sixth"};
  return number < std::size(words) ? std::string(words[number])
                                   : fmt::format("{}th", number);
}

}  // namespace

std::string circumstances(const observe::observation& seen) {
  std::string words = printable(seen.use);
  if (words.empty() || seen.services.size() > 1)
    words += fmt::format("{}answers in the {} order", words.empty() ? "" : ", ",
                         number_of(seen.environment.order + 1));
  if (const unsigned fault = seen.environment.fault; fault != 0) {
    words += fmt::format(", {} fails", fault <= seen.services.size()
                                           ? printable(seen.services[fault - 1])
                                           : fmt::format("service {}", fault));
  }
  if (seen.environment.stopped_by == observe::stop::none) {
    return words;
  }
  const bool cancelled = seen.environment.stopped_by == observe::stop::cancel;
  words += cancelled ? ", cancelled" : ", a deadline";
  words += seen.environment.stop_step == 0
               ? " before the call"
               : fmt::format(" at step {}", seen.environment.stop_step);
  return words;
}

}  // namespace racelab::report
