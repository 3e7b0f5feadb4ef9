// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/watch.hpp"

#include "harness/command_line.hpp"
#include "harness/console.hpp"
#include "harness/report/layout.hpp"
#include "harness/workshop/line_input.hpp"
#include "harness/workshop/play.hpp"
#include "harness/workshop/screen.hpp"
#include "harness/workshop/scrolled.hpp"
#include "harness/workshop/waiting.hpp"
#include "harness/workshop/watch_session.hpp"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <stop_token>
#include <system_error>

namespace racelab::workshop {
namespace {

using std::chrono::milliseconds;
using wall_clock = std::chrono::steady_clock;

constexpr int keyboard = STDIN_FILENO;

// An editor's save is several steps, and "save all" several saves: what comes
// so soon after another belongs to it, but nobody waits for long.
constexpr milliseconds quiet_after_save{20};
constexpr milliseconds longest_burst{200};

// A judgement tells of each schedule, some hundred a second.
constexpr milliseconds between_pages{50};

void stop_if_told(const std::stop_token& stop) {
  if (stop.stop_requested()) {
    throw interrupted();
  }
}

// Saves that belong together.
class burst {
 public:
  void add(folder_changes more) {
    const auto now = wall_clock::now();
    if (!due_) {
      last_moment_ = now + longest_burst;
    }
    due_ = std::min(now + quiet_after_save, last_moment_);
    for (const std::string& each : more.removed) all_.saved.erase(each);
    for (const std::string& each : more.saved) all_.removed.erase(each);
    all_.saved.merge(more.saved);
    all_.removed.merge(more.removed);
    all_.lost = all_.lost || more.lost;
  }

  std::optional<milliseconds> left() const {
    if (!due_) {
      return std::nullopt;
    }
    const auto left =
        std::chrono::ceil<milliseconds>(*due_ - wall_clock::now());
    return std::max(left, milliseconds(0));
  }

  std::optional<folder_changes> take() {
    if (!due_ || wall_clock::now() < *due_) {
      return std::nullopt;
    }
    due_.reset();
    return std::exchange(all_, {});
  }

 private:
  folder_changes all_;
  std::optional<wall_clock::time_point> due_;
  wall_clock::time_point last_moment_;
};

// What the two ways to show it have in common.
class watcher {
 public:
  watcher(const installation& here, const course& of, const judging& how)
      : here_(here),
        course_(of),
        how_(how),
        files_(of.folder()),
        when_told_(how.stop, [this] { told_.tell(); }),
        session_(here, of, how, told_) {}

  virtual ~watcher() = default;

  void run() {
    while (!session_.is_over()) {
      show();
      const auto ready = wait_for(
          {keyboard_open_ ? keyboard : -1, files_.descriptor(),
           told_.descriptor(), screen_changed()},
          std::min(burst_.left().value_or(longest), until_next_page()));
      stop_if_told(how_.stop);
      if (ready[3]) {
        accept_change();
      }
      if (ready[2]) {
        told_.forget();
        session_.hear();
      }
      if (ready[1]) {
        note_changes();
      }
      if (const auto saved = burst_.take()) {
        session_.saved(*saved);
      }
      if (ready[0]) {
        read_keys(read_keyboard());
      }
    }
  }

 protected:
  static constexpr milliseconds longest{3'600'000};

  virtual void show() = 0;
  virtual void read_keys(const std::string& bytes) = 0;
  virtual int screen_changed() const { return -1; }
  virtual void accept_change() {}
  virtual milliseconds until_next_page() const { return longest; }

  const installation& here_;
  const course& course_;
  const judging& how_;
  bool keyboard_open_ = true;

 private:
  void note_changes() {
    folder_changes changes = files_.take();
    if (changes.gone) {
      throw std::system_error(
          std::make_error_code(std::errc::no_such_file_or_directory),
          course_.folder().string() + " is not there any more");
    }
    burst_.add(std::move(changes));
  }

  folder_watch files_;
  wake_up told_;
  std::stop_callback<std::function<void()>> when_told_;
  burst burst_;

 protected:
  watch_session session_;
};

// --- On a terminal ------------------------------------------------------

class watcher_on_screen : public watcher {
 public:
  using watcher::watcher;

  std::string farewell() const { return session_.farewell(); }

 private:
  void show() override {
    const auto now = wall_clock::now();
    if (keys_.may_be_escape() && now >= escape_at_) obey(keys_.end());
    if (!pressed_ && session_.edition() == edition_ &&
        now - drawn_ < between_pages) {
      late_ = true;
      return;
    }
    late_ = false;
    pressed_ = false;
    drawn_ = now;
    draw();
  }

  // A page that was left out is shown a little later.
  milliseconds until_next_page() const override {
    return late_ || keys_.may_be_escape() ? between_pages : longest;
  }

  void draw() {
    const report::look look = screen_.look();
    if (session_.edition() != edition_ || look.width != width_) {
      const std::string text = session_.text(look);
      session_.edition() != edition_ ? text_.show(text) : text_.replace(text);
      edition_ = session_.edition();
      width_ = look.width;
    }
    const std::vector<std::string> foot = foot_of(look);
    rows_ = screen_.rows() -
            std::min<std::size_t>(screen_.rows() - 1, foot.size() + 1);
    std::vector<std::string> lines;
    if (const auto steps = session_.stepping(look, rows_ + 1)) {
      lines = *steps;
    } else {
      lines = text_.visible(rows_);
      lines.push_back(rule(look));
    }
    lines.insert(lines.end(), foot.begin(), foot.end());
    screen_.draw(lines);
  }

  std::vector<std::string> foot_of(const report::look& look) const {
    std::vector<std::string> lines;
    if (!session_.notice().empty()) {
      for (const std::string& each :
           report::wrap(report::printable(session_.notice()), look.width - 1)) {
        lines.push_back(report::paint(each, report::ink::strong, look));
      }
    }
    lines.push_back(session_.status(look));
    lines.push_back(
        report::paint(report::cut(session_.keys(), look.width - 1, ""),
                      report::ink::dim, look));
    return lines;
  }

  std::string rule(const report::look& look) const {
    const std::string where = text_.where(rows_);
    const std::string words =
        where.empty() ? "" : fmt::format(" {}, space and arrows ", where);
    std::string line;
    for (unsigned i = report::width(words); i + 2 < look.width; ++i) {
      line += report::symbols_of(look).line;
    }
    return report::paint(line + words, report::ink::dim, look);
  }

  void read_keys(const std::string& bytes) override {
    pressed_ = true;
    if (bytes.empty()) {
      throw interrupted();  // the terminal is gone
    }
    obey(keys_.read(bytes));
    escape_at_ = wall_clock::now() + between_pages;
  }

  void obey(const std::vector<key>& all) {
    pressed_ = true;
    for (const key& each : all) {
      if (!session_.press(each)) {
        text_.move(each, rows_);
      }
      if (const exercise* what = session_.wants_to_play()) {
        play(*what);
      }
    }
  }

  void play(const exercise& what) {
    const std::string_view words = "The code is made ready";
    screen_.draw({std::string(words)});
    try {
      // The judge tells from a thread of its own, while this one waits.
      play_session game(here_, course_, what, how_,
                        [&](const step& now) { tell_of(now, words); });
      play_on(screen_, game, how_.stop);
    } catch (const explore::environment_failure& error) {
      session_.say(error.what());
    }
  }

  void tell_of(const step& now, std::string_view words) {
    const auto moment = wall_clock::now();
    if (now.doing.empty() || moment - drawn_ < between_pages) return;
    drawn_ = moment;
    screen_.draw({fmt::format("{}: {}", words, now.doing)});
  }

  int screen_changed() const override { return screen_.changed(); }

  void accept_change() override {
    screen_.accept_change();
    pressed_ = true;
  }

  screen screen_;
  key_reader keys_;
  scrolled text_;
  std::size_t rows_ = 0;
  unsigned edition_ = 0;
  unsigned width_ = 0;
  bool pressed_ = true;
  bool late_ = false;
  wall_clock::time_point drawn_{};
  wall_clock::time_point escape_at_{};  // unless a sequence goes on before
};

// --- Elsewhere ----------------------------------------------------------

class watcher_in_lines : public watcher {
 public:
  using watcher::watcher;

 private:
  void show() override {
    if (session_.edition() != edition_) {
      edition_ = session_.edition();
      print(session_.text(look_) + session_.status(look_) + '\n');
    }
    if (session_.notice() != notice_) {
      notice_ = session_.notice();
      print(notice_.empty() ? "" : report::printable(notice_) + '\n');
    }
  }

  void read_keys(const std::string& bytes) override {
    keyboard_open_ = !bytes.empty();
    for (const std::string& line : input_.take(bytes)) {
      for (const char each : line) {
        session_.press({key::name::character, each});
      }
    }
  }

  const report::look look_ = report::look_for(STDOUT_FILENO);
  line_input input_;
  unsigned edition_ = 0;
  std::string notice_;
};

}  // namespace

int watch(const installation& here, const course& of, const judging& how) {
  follow_move(of, here.toolchain, here.catalogue.root);
  if (!screen::is_possible()) {
    watcher_in_lines(here, of, how).run();
    return exit_status::good;
  }
  std::string farewell;
  {
    watcher_on_screen page(here, of, how);
    page.run();
    farewell = page.farewell();
  }
  print(farewell);
  return exit_status::good;
}

}  // namespace racelab::workshop
