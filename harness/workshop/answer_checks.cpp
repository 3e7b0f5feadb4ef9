// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/answer_checks.hpp"

#include "harness/detect/finding_id.hpp"
#include "harness/explore/schedule.hpp"
#include "harness/near_names.hpp"
#include "harness/report/log/log_parser.hpp"
#include "harness/report/log/user_code.hpp"
#include "harness/workshop/file_content.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <iterator>
#include <map>
#include <regex>
#include <stdexcept>

namespace racelab::workshop {
namespace {

namespace fs = std::filesystem;
using line_set = std::set<int>;

constexpr const char* correct = "correct";

// The numbers in a text.
std::vector<int> numbers_in(const std::string& text) {
  std::vector<int> out;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = at;
    while (end < text.size() &&
           std::isdigit(static_cast<unsigned char>(text[end])) != 0) {
      ++end;
    }
    // What is longer is no line of any file.
    if (end > at) out.push_back(end - at > 8 ? 0 : std::stoi(text.substr(at)));
    at = end + 1;
  }
  return out;
}

// "Data race" is data-race.
std::string as_id(std::string word) {
  std::transform(word.begin(), word.end(), word.begin(), [](char each) {
    return each == ' ' || each == '_' ? '-'
                                      : static_cast<char>(std::tolower(
                                            static_cast<unsigned char>(each)));
  });
  return word;
}

std::vector<std::string> all_verdicts() {
  std::vector<std::string> out{correct};
  out.insert(out.end(), detect::finding_ids.begin(), detect::finding_ids.end());
  return out;
}

// The lines of the learner's that one finding is about: both of a race.
line_set lines_of(const detect::finding& of, const std::string& file) {
  line_set out;
  if (of.file == file && of.line != 0) out.insert(of.line);
  if (!of.race) return out;
  for (const observe::access& each : of.race->accesses) {
    const observe::frame* place = observe::subject_frame(each.stack);
    if (place != nullptr && place->file == file && place->line != 0) {
      out.insert(place->line);
    }
  }
  return out;
}

std::vector<line_set> findings_of(const report::subject_result& judged,
                                  const std::string& id,
                                  const std::string& file) {
  std::vector<line_set> out;
  for (const report::shown_finding& each : judged.findings) {
    if (each.finding.id == id) out.push_back(lines_of(each.finding, file));
  }
  return out;
}

bool has_finding(const report::subject_result& judged, const std::string& id) {
  return !findings_of(judged, id, {}).empty();
}

answer_check check_verdict(const std::string& given,
                           const report::subject_result& judged) {
  const std::string id = as_id(given);
  const bool is_correct = judged.verdict == report::verdict::correct;
  const bool right =
      id == correct ? is_correct : !is_correct && has_finding(judged, id);
  std::string words;
  if (!right) {
    words = id == correct ? "there is a schedule that shows something"
            : is_correct  ? "no schedule shows that, nor anything else"
                          : "no schedule shows that";
  }
  return {"verdict", given, right, std::move(words)};
}

// Right is a whole finding, and nothing but lines of such findings.
answer_check check_lines(const std::string& given,
                         const std::vector<line_set>& findings) {
  const std::vector<int> numbers = numbers_in(given);
  const line_set named(numbers.begin(), numbers.end());
  line_set all;
  for (const line_set& each : findings) all.insert(each.begin(), each.end());
  std::vector<int> strangers;
  std::set_difference(named.begin(), named.end(), all.begin(), all.end(),
                      std::back_inserter(strangers));
  const bool whole =
      std::any_of(findings.begin(), findings.end(), [&](const line_set& each) {
        return !each.empty() && std::includes(named.begin(), named.end(),
                                              each.begin(), each.end());
      });
  std::string words;
  // Whoever names them all is not told which of them are right.
  constexpr std::size_t most_named = 2;
  if (strangers.size() > most_named) {
    words = fmt::format("{} of them take no part in it", strangers.size());
  } else if (!strangers.empty()) {
    words = fmt::format("{} {} no part in it", fmt::join(strangers, ", "),
                        strangers.size() == 1 ? "takes" : "take");
  } else if (!whole) {
    words = "what is named takes part, and something is missing";
  }
  return {"lines", given, strangers.empty() && whole, std::move(words)};
}

// "checkout.cpp:31"
struct named_place {
  std::string file;
  int line = 0;
};

named_place place_in(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  const std::vector<int> numbers =
      numbers_in(colon == std::string::npos ? text : text.substr(colon + 1));
  return {colon == std::string::npos ? std::string() : text.substr(0, colon),
          numbers.empty() ? 0 : numbers.front()};
}

bool is_place(const named_place& named, const logged_race::place& place,
              const std::string& file) {
  const fs::path name = fs::path(named.file).filename();
  return named.line == place.line &&
         (name.empty() || name == fs::path(place.file).filename() ||
          name == fs::path(file).filename());
}

answer_check check_place(const std::string& question, const std::string& given,
                         const std::vector<logged_race::place>& places,
                         const std::string& file) {
  const named_place named = place_in(given);
  const bool right = std::any_of(
      places.begin(), places.end(),
      [&](const auto& each) { return is_place(named, each, file); });
  return {question, given, right,
          right ? "" : "no access of the log's first race is there"};
}

std::string edge_text(std::pair<int, int> edge) {
  return fmt::format("{} -> {}", edge.first, edge.second);
}

answer_check check_edge(const std::string& given, std::pair<int, int> edge) {
  const std::vector<int> lines = numbers_in(given);
  const std::pair named{lines.at(0), lines.at(1)};
  const bool reversed = named == std::pair{edge.second, edge.first};
  return {"edge", given, named == edge,
          named == edge ? ""
          : reversed    ? "the lines are right, and their order is not"
                        : "this is not the order between the two accesses"};
}

// --- The form of an answer ---------------------------------------------------

// Why an answer is none that could be right; empty: it could be.
std::string why_malformed(const std::string& question,
                          const std::string& given) {
  static const std::regex lines(R"(\d+([\s,;]+\d+)*)");
  static const std::regex place(R"(([^\s:]+:)?\d+)");
  static const std::regex edge(R"(\d+\s*->\s*\d+)");
  const auto has_form = [&](const std::regex& form) {
    return std::regex_match(given, form);
  };
  if (question == "verdict") {
    const std::string id = as_id(given);
    return id == correct || detect::is_finding_id(id)
               ? ""
               : fmt::format(
                     "this is neither \"correct\" nor the name of a "
                     "finding{}",
                     did_you_mean(id, all_verdicts()));
  }
  if (question == "lines") {
    return has_form(lines) ? "" : "this is not of the form 12 34";
  }
  if (question == "edge") {
    return has_form(edge) ? "" : "this is not of the form 12 -> 34";
  }
  if (question == "schedule") {
    try {
      explore::parse_token(given);
    } catch (const std::invalid_argument& error) {
      return error.what();
    }
    return "";
  }
  return has_form(place) ? "" : "this is not of the form file.cpp:12";
}

// What says the same is the same: "Data race", "data-race"; "31, 27", "27 31".
std::string in_one_form(const std::string& question, const std::string& given) {
  if (question == "verdict") return as_id(given);
  std::vector<int> numbers = numbers_in(given);
  if (question == "lines") {
    const line_set all(numbers.begin(), numbers.end());
    return fmt::format("{}", fmt::join(all, " "));
  }
  if (question == "edge") return fmt::format("{}", fmt::join(numbers, " "));
  if (question == "schedule") {
    return explore::token(explore::parse_token(given));
  }
  const named_place place = place_in(given);
  return fmt::format("{}", place.line);
}

answers right_prediction(const report::subject_result& judged,
                         const std::map<int, int>& lines) {
  if (judged.findings.empty()) return {{"verdict", correct}, {"lines", ""}};
  const detect::finding& first = judged.findings.front().finding;
  std::vector<int> theirs;
  for (const int each : lines_of(first, judged.file)) {
    const auto found = lines.find(each);
    theirs.push_back(found == lines.end() ? 0 : found->second);
  }
  return {{"verdict", first.id},
          {"lines", fmt::format("{}", fmt::join(theirs, " "))}};
}

answers right_schedule(const exercise& of,
                       const report::subject_result& judged) {
  for (const report::shown_finding& each : judged.findings) {
    if (std::find(of.expected.begin(), of.expected.end(), each.finding.id) !=
        of.expected.end()) {
      return {{"schedule", each.finding.schedule}};
    }
  }
  return {{"schedule", ""}};
}

answers right_reading(const logged_race& race, std::pair<int, int> edge) {
  answers out{{"first", ""}, {"second", ""}, {"edge", edge_text(edge)}};
  for (std::size_t i = 0; i < 2 && i < race.places.size(); ++i) {
    const logged_race::place& each = race.places[i];
    out[i == 0 ? "first" : "second"] = fmt::format(
        "{}:{}", fs::path(each.file).filename().string(), each.line);
  }
  return out;
}

}  // namespace

bool is_answered(exercise_kind kind, const answers& given) {
  return std::all_of(given.begin(), given.end(), [&](const auto& each) {
    const bool has_no_lines = kind == exercise_kind::predict &&
                              each.first == "lines" &&
                              as_id(given.at("verdict")) == correct;
    return !each.second.empty() || has_no_lines;
  });
}

std::vector<answer_check> malformed_answers(exercise_kind kind,
                                            const answers& given) {
  std::vector<answer_check> out;
  for (const std::string& question : questions_of(kind)) {
    const std::string& words = given.at(question);
    // Of correct code there are no lines to be named.
    const bool no_lines =
        question == "lines" && as_id(given.at("verdict")) == correct;
    if (words.empty() || no_lines) continue;
    std::string why = why_malformed(question, words);
    if (!why.empty()) out.push_back({question, words, false, std::move(why)});
  }
  return out;
}

std::string digest_of_answers(exercise_kind kind, const answers& given) {
  std::vector<std::string> all;
  for (const auto& [question, words] : given) {
    all.push_back(in_one_form(question, words));
  }
  // "edge", "first", "second": either place may come first.
  if (kind == exercise_kind::read) std::sort(all.begin() + 1, all.end());
  return digest_of(fmt::format("{}", fmt::join(all, "\n")));
}

std::vector<answer_check> check_prediction(const answers& given,
                                           const report::subject_result& judged,
                                           const std::string& file) {
  std::vector<answer_check> out{check_verdict(given.at("verdict"), judged)};
  const std::string id = as_id(given.at("verdict"));
  // About the lines of a finding that is none there is nothing to say.
  if (!out.front().right || id == correct) return out;
  out.push_back(check_lines(given.at("lines"), findings_of(judged, id, file)));
  return out;
}

void put_named_first(report::subject_result& judged, const answers& given,
                     const std::string& file) {
  const std::vector<int> numbers = numbers_in(given.at("lines"));
  const line_set named(numbers.begin(), numbers.end());
  std::stable_partition(judged.findings.begin(), judged.findings.end(),
                        [&](const report::shown_finding& each) {
                          const line_set lines = lines_of(each.finding, file);
                          return each.finding.id ==
                                     as_id(given.at("verdict")) &&
                                 !lines.empty() &&
                                 std::includes(named.begin(), named.end(),
                                               lines.begin(), lines.end());
                        });
}

logged_race race_in_log(const std::string& log) {
  logged_race out;
  report::log::log_parser parser([&](report::log::log_report&& each) {
    if (!out.places.empty()) return;
    report::log::mark_user_frames(each);
    std::vector<logged_race::place> places;
    for (const report::log::access& access : each.accesses) {
      const report::log::frame* place = report::log::user_frame(access.stack);
      if (place == nullptr || place->line == 0) return;
      places.push_back({place->file, static_cast<int>(place->line)});
    }
    if (places.size() >= 2) out.places = std::move(places);
  });
  parser.feed(log);
  parser.finish();
  return out;
}

std::vector<answer_check> check_reading(const answers& given,
                                        const logged_race& race,
                                        std::pair<int, int> edge,
                                        const std::string& file) {
  std::vector<logged_race::place> places = race.places;
  std::vector<answer_check> out;
  for (const char* question : {"first", "second"}) {
    out.push_back(check_place(question, given.at(question), places, file));
    const auto named = std::find_if(
        places.begin(), places.end(), [&](const logged_race::place& each) {
          return is_place(place_in(given.at(question)), each, file);
        });
    if (named != places.end()) places.erase(named);
  }
  out.push_back(check_edge(given.at("edge"), edge));
  return out;
}

answers right_answers(const exercise& of, const report::subject_result& judged,
                      const std::string& learners) {
  const auto lines = [&] { return lines_in(content_of(of.start), learners); };
  switch (of.kind) {
    case exercise_kind::predict:
      return right_prediction(judged, lines());
    case exercise_kind::break_code:
      return right_schedule(of, judged);
    case exercise_kind::read:
      return right_reading(race_in_log(content_of(of.log)), of.edge);
    case exercise_kind::mend:
    case exercise_kind::write:
      break;
  }
  return {};
}

}  // namespace racelab::workshop
