// Distributed under the Boost Software License, Version 1.0.
#include "harness/parser_words.hpp"

#include "harness/near_names.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <string_view>

namespace racelab {
namespace {

std::vector<std::string> verbs_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* sub : app.get_subcommands({})) {
    names.push_back(sub->get_name());
  }
  return names;
}

// The program's and those of the verb that was typed.
std::vector<std::string> options_of(const CLI::App& app) {
  std::vector<std::string> names;
  const auto add = [&](const CLI::App& of) {
    for (const CLI::Option* each : of.get_options()) {
      for (const std::string& name : each->get_lnames()) {
        names.push_back("--" + name);
      }
    }
  };
  add(app);
  for (const CLI::App* sub : app.get_subcommands()) {
    add(*sub);
  }
  return names;
}

}  // namespace

std::string help_text(const CLI::App& app, const char* program) {
  for (const CLI::App* sub : app.get_subcommands()) {
    return sub->help(program);
  }
  return app.help();
}

std::string one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  constexpr std::string_view theirs = "Could not convert: ";
  if (text.rfind(theirs, 0) == 0) {
    return "not a number: " + text.substr(theirs.size());
  }
  return text;
}

std::string unexpected(const CLI::App& app) {
  const std::vector<std::string> extras = app.remaining(true);
  const std::string word = extras.empty() ? "" : extras.front();
  if (word.rfind('-', 0) == 0) {
    return fmt::format("unknown option {}{}", word,
                       did_you_mean(word, options_of(app)));
  }
  if (app.get_subcommands().empty()) {
    return fmt::format("unknown verb '{}'{}", word,
                       choices(word, verbs_of(app)));
  }
  return fmt::format("unexpected argument '{}'", word);
}

std::string choices(const std::string& word,
                    const std::vector<std::string>& names) {
  const std::string near = did_you_mean(word, names);
  return near.empty() ? fmt::format("; there are {}", fmt::join(names, ", "))
                      : near;
}

}  // namespace racelab
