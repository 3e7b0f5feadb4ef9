// Distributed under the Boost Software License, Version 1.0.
#pragma once

// The page that shows reports in a browser: one file that needs no other.

#include "harness/report/text_sink.hpp"

#include <boost/json/value.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace racelab::report {

// The page with `data` in it, which its scripts show: what html.cpp makes of a
// run, or log_html.cpp of logs. Whatever the data holds, it stays data.
std::string html_page(const boost::json::value& data);

// The same of data that is too large to be kept: `write` hands over its JSON.
void html_page(const std::function<void(const text_sink&)>& write,
               const text_sink& to);

// What is before and after the data, in pieces. Made by embed.cmake.
extern const std::vector<std::string_view> page_before_data;
extern const std::vector<std::string_view> page_after_data;

}  // namespace racelab::report
