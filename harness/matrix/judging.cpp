// Distributed under the Boost Software License, Version 1.0.
#include "harness/matrix/judging.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace racelab::matrix {
namespace {

constexpr std::array<std::string_view, 7> names{
    "found", "elsewhere", "false_alarm", "silent",
    "hung",  "crashed",   "not_run"};

using lines = std::vector<std::string>;

std::string trimmed(const std::string& text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin);
}

// A place by what it says, where it lies in a file that has another number of
// lines than its pattern.
std::string name_of(const place& where, const std::string& file,
                    const lines& text) {
  const auto index = static_cast<std::size_t>(where.line) - 1;
  if (where.file == file && index < text.size())
    return "subject: " + trimmed(text[index]);
  return where.file + ':' + std::to_string(where.line);
}

bool is_of_patterns(const place& where) {
  return where.file.starts_with("patterns/") ||
         where.file.starts_with("antipatterns/");
}

// The innermost place that is neither a library's nor the simulated services':
// they do what they are told. Null if there is none.
const place* blamed(const stack& frames) {
  const auto found = std::find_if(frames.begin(), frames.end(), is_of_patterns);
  return found == frames.end() ? nullptr : &*found;
}

// What is the same in messages that say the same. Which of two accesses comes
// first is chance.
std::vector<std::string> signature(const message& of, const std::string& file,
                                   const lines& text) {
  std::vector<std::string> all;
  for (const stack& each : of.stacks)
    if (const place* where = blamed(each))
      all.push_back(name_of(*where, file, text));
  std::sort(all.begin(), all.end());
  all.push_back(of.kind);
  return all;
}

class message_judge {
 public:
  message_judge(const tool& by, const judged_subject& what,
                const std::vector<message>& of_pattern)
      : by_(by), what_(what) {
    for (const message& each : of_pattern)
      known_.insert(signature(each, what.pattern_file, what.pattern_lines));
  }

  // Whether it says something of the code of the lesson at all.
  bool speaks(const message& each) const {
    if (by_.kind == tool_kind::judge) return true;
    if (is_style(by_, each.kind)) return false;
    return any_place(each, [&](const place& where) {
      return by_.kind == tool_kind::text ? where.file == what_.file
                                         : is_of_patterns(where);
    });
  }

  bool finds(const message& each) const {
    if (what_.pattern || by_.kind == tool_kind::judge) return speaks(each);
    return speaks(each) && blames_subject(each) &&
           !known_.contains(signature(each, what_.file, what_.lines));
  }

  bool is_right(const place& where) const {
    return where.file == what_.file && what_.right_lines.contains(where.line);
  }

  // A right line, or else the innermost one of the subject's, or any.
  place where_of(const message& each) const {
    std::optional<place> right;
    std::optional<place> own;
    std::optional<place> any;
    for (const stack& frames : each.stacks)
      for (const place& where : frames) {
        if (!right && is_right(where)) right = where;
        if (!own && where.file == what_.file) own = where;
        if (!any && is_of_patterns(where)) any = where;
      }
    if (right) return *right;
    return own ? *own : any.value_or(place{});
  }

 private:
  template <class Is>
  static bool any_place(const message& of, Is is) {
    return std::any_of(of.stacks.begin(), of.stacks.end(),
                       [&](const stack& frames) {
                         return std::any_of(frames.begin(), frames.end(), is);
                       });
  }

  bool blames_subject(const message& each) const {
    if (any_place(each, [&](const place& where) { return is_right(where); }))
      return true;
    return by_.kind == tool_kind::program &&
           std::any_of(each.stacks.begin(), each.stacks.end(),
                       [&](const stack& frames) {
                         const place* where = blamed(frames);
                         return where != nullptr && where->file == what_.file;
                       });
  }

  const tool& by_;
  const judged_subject& what_;
  std::set<std::vector<std::string>> known_;
};

// The message that tells most: one that finds the bug at a right line, one that
// finds it, one that speaks of something else.
const message* most_telling(const measurement& seen, const message_judge& judge,
                            const std::vector<bool>& finds) {
  const message* best = nullptr;
  int best_rank = 0;
  for (std::size_t i = 0; i < seen.messages.size(); ++i) {
    const message& each = seen.messages[i];
    int rank = judge.speaks(each) ? 1 : 0;
    if (finds[i]) rank = judge.is_right(judge.where_of(each)) ? 3 : 2;
    if (rank > best_rank) {
      best = &each;
      best_rank = rank;
    }
  }
  return best;
}

state state_of(const judged_subject& what, const judged_measurement& seen,
               bool speaks) {
  if (seen.found > 0) return what.pattern ? state::false_alarm : state::found;
  if (seen.hung > 0) return state::hung;
  if (seen.crashed > 0) return state::crashed;
  return speaks ? state::elsewhere : state::silent;
}

}  // namespace

std::string_view name_of(state of) {
  return names.at(static_cast<std::size_t>(of));
}

judged_measurement judge(const tool& by, const judged_subject& what,
                         const measurement& seen,
                         const std::vector<message>& of_pattern) {
  judged_measurement out;
  out.runs = seen.runs.size();
  if (!seen.not_run.empty() || seen.runs.empty()) return out;
  const message_judge judging(by, what, of_pattern);
  std::vector<bool> finds;
  for (const message& each : seen.messages)
    finds.push_back(judging.finds(each));
  for (const run& each : seen.runs) {
    const bool found =
        std::any_of(each.messages.begin(), each.messages.end(),
                    [&](std::size_t index) { return finds.at(index); });
    out.found += found ? 1U : 0U;
    out.hung += each.ending == ending::hung ? 1U : 0U;
    out.crashed += each.ending == ending::crashed ? 1U : 0U;
  }
  const message* const best = most_telling(seen, judging, finds);
  out.state = state_of(what, out, best != nullptr);
  if (best != nullptr) {
    out.kind = best->kind;
    out.message = best->text;
    out.where = judging.where_of(*best);
    out.right_line = judging.is_right(out.where);
  }
  return out;
}

}  // namespace racelab::matrix
