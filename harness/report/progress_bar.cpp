// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/progress_bar.hpp"

#include "harness/report/layout.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>

namespace racelab::report {
namespace {

constexpr unsigned bar_width = 24;
constexpr std::chrono::milliseconds redraw_interval{100};
constexpr std::string_view erase_line = "\r\x1b[K";

double share_done(const progress_state& state) {
  if (state.subjects == 0) {
    return 0;
  }
  const double done = static_cast<double>(state.subjects_done) +
                      std::clamp(state.fraction, 0.0, 1.0);
  return std::min(1.0, done / static_cast<double>(state.subjects));
}

std::string bar(double share, const look& screen) {
  const auto full = static_cast<unsigned>(share * bar_width);
  std::string out;
  for (unsigned i = 0; i < bar_width; ++i) {
    if (screen.unicode) {
      out += i < full ? "█" : "░";
    } else {
      out += i < full ? "#" : ".";
    }
  }
  return out;
}

std::string count_done(const progress_state& state) {
  return state.what_is_done.empty()
             ? fmt::format("{}/{}", state.subjects_done, state.subjects)
             : fmt::format("{} {} of {}", state.subjects_done,
                           state.what_is_done, state.subjects);
}

}  // namespace

std::string progress_line(const progress_state& state, const look& screen) {
  const std::string line =
      fmt::format("{} {}  {}", bar(share_done(state), screen),
                  count_done(state), printable(state.doing));
  // The last column stays free: some terminals wrap as soon as it is filled.
  return cut(line, screen.width - 1, symbols_of(screen).elided);
}

progress_bar::progress_bar(int descriptor)
    : descriptor_(descriptor),
      terminal_(obeys_sequences(descriptor)),
      look_(look_for(descriptor)) {
  // A line that wraps is not erased.
  look_.width = columns_of(descriptor);
}

progress_bar::~progress_bar() { erase(); }

void progress_bar::show(const progress_state& state) {
  if (!terminal_) {
    return;
  }
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (drawn_ && now - last_ < redraw_interval) {
    return;
  }
  drawn_ = true;
  last_ = now;
  write(std::string(erase_line) + progress_line(state, look_));
}

void progress_bar::erase() {
  const std::lock_guard lock(mutex_);
  if (drawn_) {
    drawn_ = false;
    write(erase_line);
  }
}

void progress_bar::write(std::string_view text) {
  // A terminal that went away is no reason to end the run.
  [[maybe_unused]] const auto written =
      ::write(descriptor_, text.data(), text.size());
}

}  // namespace racelab::report
