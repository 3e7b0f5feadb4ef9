// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/look.hpp"

#include <fmt/color.h>

#include <langinfo.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <clocale>
#include <cstdlib>
#include <cstring>
#include <initializer_list>

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

bool is_any_of(const char* name,
               std::initializer_list<std::string_view> values) {
  return is_set(name) && std::find(values.begin(), values.end(),
                                   std::getenv(name)) != values.end();
}

// Each of these terminals says in its own way who it is. VTE is that of GNOME,
// Xfce and others, since version 0.50.
bool knows_links() {
  const bool vte =
      is_set("VTE_VERSION") && std::atoi(std::getenv("VTE_VERSION")) >= 5000;
  return vte || is_set("KITTY_WINDOW_ID") || is_set("WT_SESSION") ||
         is_set("DOMTERM") ||
         is_any_of("TERM_PROGRAM",
                   {"iTerm.app", "WezTerm", "vscode", "ghostty"});
}

// What the user says counts, also in a pipe: "less -R" hands links on.
bool wants_links(bool capable) {
  return is_set("FORCE_HYPERLINK") ? !is_any_of("FORCE_HYPERLINK", {"0"})
                                   : capable && knows_links();
}

// With the host's name, since a terminal may show what runs on another one.
std::string start_of_links() {
  std::array<char, 256> host{};
  const bool known = gethostname(host.data(), host.size() - 1) == 0;
  return fmt::format("file://{}", known ? host.data() : "");
}

// As RFC 3986 wants it: every byte that is not plain is encoded.
std::string encoded(std::string_view path) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
  std::string out;
  for (const char each : path) {
    if (plain.find(each) != std::string_view::npos) {
      out += each;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(each));
    }
  }
  return out;
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

unsigned columns_of(int descriptor) {
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

bool obeys_sequences(int descriptor) {
  const char* term = std::getenv("TERM");
  return isatty(descriptor) == 1 && term != nullptr &&
         std::strcmp(term, "dumb") != 0;
}

look look_for(int descriptor) {
  const bool obeys = obeys_sequences(descriptor);
  return look{
      .width = std::max(columns_of(descriptor), narrowest),
      .colour = obeys && !is_set("NO_COLOR"),
      .unicode = utf8_locale(),
      .link_start = wants_links(obeys) ? start_of_links() : "",
  };
}

std::string paint(std::string_view text, ink colour, const look& screen) {
  if (!screen.colour || colour == ink::plain || text.empty()) {
    return std::string(text);
  }
  return fmt::format(style_of(colour), "{}", text);
}

std::string link(std::string_view text, std::string_view path,
                 const look& screen) {
  if (screen.link_start.empty() || path.empty() || text.empty()) {
    return std::string(text);
  }
  return fmt::format("\x1b]8;;{}{}\x1b\\{}\x1b]8;;\x1b\\", screen.link_start,
                     encoded(path), text);
}

const symbols& symbols_of(const look& screen) {
  return screen.unicode ? unicode : ascii;
}

}  // namespace racelab::report
