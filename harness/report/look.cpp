// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/look.hpp"

#include <fmt/color.h>

#include <langinfo.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <clocale>
#include <cstdlib>
#include <cstring>

namespace racelab::report {
namespace {

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

// Asks a locale object, so that the program's own locale stays "C" and no
// number or sort order changes with the reader's settings.
bool utf8_locale() {
  locale_t reader = newlocale(LC_CTYPE_MASK, "", nullptr);
  if (reader == nullptr) {
    return false;
  }
  const bool utf8 = std::strcmp(nl_langinfo_l(CODESET, reader), "UTF-8") == 0;
  freelocale(reader);
  return utf8;
}

unsigned width_of(int descriptor) {
  if (is_set("COLUMNS")) {
    const int wanted = std::atoi(std::getenv("COLUMNS"));
    if (wanted > 0) {
      return static_cast<unsigned>(wanted);
    }
  }
  winsize window{};
  if (ioctl(descriptor, TIOCGWINSZ, &window) == 0 && window.ws_col > 0) {
    return window.ws_col;
  }
  return look{}.width;
}

fmt::text_style style_of(ink colour) {
  switch (colour) {
    case ink::good:
      return fg(fmt::terminal_color::green);
    case ink::bad:
      return fg(fmt::terminal_color::red);
    case ink::unsure:
      return fg(fmt::terminal_color::yellow);
    case ink::strong:
      return fmt::emphasis::bold;
    case ink::dim:
      return fmt::emphasis::faint;
    case ink::plain:
      break;
  }
  return {};
}

constexpr symbols unicode{"✓", "✗", "?", "▶", "│", "→",
                          "←", "─", "│", "—", "…", "×"};
constexpr symbols ascii{"+",  "X", "?", ">", "|",   "->",
                        "<-", "-", "|", "-", "...", "x"};

}  // namespace

look look_for(int descriptor) {
  const bool terminal = isatty(descriptor) == 1;
  const char* term = std::getenv("TERM");
  const bool dumb = term == nullptr || std::strcmp(term, "dumb") == 0;
  return look{
      .width = std::max(width_of(descriptor), narrowest),
      .colour = terminal && !dumb && !is_set("NO_COLOR"),
      .unicode = utf8_locale(),
  };
}

std::string paint(std::string_view text, ink colour, const look& screen) {
  if (!screen.colour || colour == ink::plain || text.empty()) {
    return std::string(text);
  }
  return fmt::format(style_of(colour), "{}", text);
}

const symbols& symbols_of(const look& screen) {
  return screen.unicode ? unicode : ascii;
}

}  // namespace racelab::report
