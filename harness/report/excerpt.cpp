// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/excerpt.hpp"

#include "harness/report/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace racelab::report {
namespace {

struct window {
  int first = 0;  // 1-based, inclusive
  int last = 0;
  std::size_t indent = 0;  // common to all its lines
  unsigned number_width = 0;
};

bool is_blank(const std::string& line) {
  return line.find_first_not_of(" \t\r") == std::string::npos;
}

const std::string& at(const std::vector<std::string>& lines, int number) {
  return lines[static_cast<std::size_t>(number - 1)];
}

window window_of(const std::vector<std::string>& lines, int line,
                 const excerpt_options& options) {
  window out;
  out.first = std::max(1, line - options.before);
  out.last = std::min(static_cast<int>(lines.size()), line + options.after);
  while (out.first < line && is_blank(at(lines, out.first))) {
    ++out.first;
  }
  while (out.last > line && is_blank(at(lines, out.last))) {
    --out.last;
  }
  out.indent = std::string::npos;
  for (int i = out.first; i <= out.last; ++i) {
    if (!is_blank(at(lines, i))) {
      out.indent = std::min(out.indent, at(lines, i).find_first_not_of(' '));
    }
  }
  out.number_width = width(std::to_string(out.last));
  return out;
}

std::string code_of(const std::string& line, std::size_t indent) {
  std::string code = printable(line.substr(std::min(indent, line.size())));
  code.erase(code.find_last_not_of(' ') + 1);
  return code;
}

// Where the caret goes, counted from the start of `code`; none if the column
// is not known or stands outside of what is shown.
std::optional<unsigned> caret_at(const std::string& line, std::size_t indent,
                                 int column) {
  const auto target = static_cast<std::size_t>(std::max(column, 0));
  if (target <= indent || target > line.size()) {
    return std::nullopt;
  }
  return width(printable(line.substr(indent, target - 1 - indent)));
}

class printer {
 public:
  printer(const std::vector<std::string>& lines, const window& shown,
          unsigned columns, const look& screen)
      : lines_(lines), shown_(shown), screen_(screen) {
    const unsigned prefix = 2 + shown.number_width + 2;
    columns_ = std::max(columns, prefix + 16) - prefix;
  }

  void context(int number) {
    const std::string code = code_of(at(lines_, number), shown_.indent);
    add(number, cut(code, columns_, symbols_of(screen_).elided), false);
  }

  void marked(int number, int column) {
    const std::string& line = at(lines_, number);
    const std::vector<std::string> parts =
        wrap(code_of(line, shown_.indent), columns_);
    for (const std::string& part : parts) {
      add(&part == &parts.front() ? number : 0, part, true);
    }
    const auto caret = caret_at(line, shown_.indent, column);
    if (caret && parts.size() == 1 && *caret < columns_) {
      add(0, std::string(*caret, ' ') + '^', true);
    }
  }

  std::vector<std::string> take() { return std::move(out_); }

 private:
  void add(int number, const std::string& code, bool marked) {
    const bool here = marked && number != 0;
    std::string line =
        cell(here ? symbols_of(screen_).here : "", 2, ink::bad, screen_);
    line +=
        right_cell(number == 0 ? "" : std::to_string(number),
                   shown_.number_width, here ? ink::strong : ink::dim, screen_);
    line += "  " + paint(code, marked ? ink::bad : ink::plain, screen_);
    out_.push_back(std::move(line));
  }

  const std::vector<std::string>& lines_;
  const window& shown_;
  const look& screen_;
  unsigned columns_ = 0;
  std::vector<std::string> out_;
};

}  // namespace

std::vector<std::string> excerpt(const sources& files,
                                 const observe::frame& place,
                                 const excerpt_options& options,
                                 const look& screen) {
  if (source_line(files, place.file, place.line) == nullptr) return {};
  const std::vector<std::string>& lines = files.find(place.file)->second.lines;
  const window shown = window_of(lines, place.line, options);
  printer out(lines, shown, options.columns, screen);
  for (int i = shown.first; i <= shown.last; ++i) {
    if (i == place.line) {
      out.marked(i, place.column);
    } else {
      out.context(i);
    }
  }
  return out.take();
}

unsigned painted_width(std::string_view text) {
  std::string bare;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    if (rest.starts_with("\x1b]")) {  // a hyperlink's, up to its terminator
      i = std::min(text.find("\x1b\\", i + 1), text.size() - 2) + 1;
    } else if (text[i] == '\x1b') {
      i = std::min(text.find('m', i), text.size() - 1);
    } else {
      bare += text[i];
    }
  }
  return width(bare);
}

}  // namespace racelab::report
