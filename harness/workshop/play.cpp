// Distributed under the Boost Software License, Version 1.0.
#include "harness/workshop/play.hpp"

#include "harness/command_line.hpp"
#include "harness/console.hpp"
#include "harness/task_progress.hpp"
#include "harness/workshop/line_input.hpp"
#include "harness/workshop/play_session.hpp"
#include "harness/workshop/waiting.hpp"

#include <fmt/format.h>

#include <termios.h>
#include <unistd.h>

#include <stop_token>

namespace racelab::workshop {
namespace {

constexpr int keyboard = STDIN_FILENO;

void stop_if_told(const std::stop_token& stop) {
  if (stop.stop_requested()) {
    throw interrupted();
  }
}

// A whole line is what somebody would have typed without Enter.
void obey(const std::string& line, play_session& game) {
  if (line.empty()) {
    game.press({key::name::enter});
  }
  for (const char each : line) {
    game.press({key::name::character, each});
  }
  if (game.awaits_enter()) {
    game.press({key::name::enter});
  }
}

void play_in_lines(play_session& game, const std::stop_token& stop) {
  const report::look look = report::look_for(STDOUT_FILENO);
  wake_up told;
  const std::stop_callback when_told(stop, [&] { told.tell(); });
  line_input input;
  print(game.introduction(look) + game.text(look));
  for (bool ended = false; !ended && !game.is_over();) {
    wait_for({keyboard, told.descriptor()});
    stop_if_told(stop);
    const std::string bytes = read_keyboard();
    ended = bytes.empty();
    for (const std::string& line : input.take(bytes)) {
      obey(line, game);
      if (game.is_over()) {
        break;
      }
      print(game.text(look));
    }
  }
}

}  // namespace

void play_on(screen& page, play_session& game, const std::stop_token& stop) {
  wake_up told;
  const std::stop_callback when_told(stop, [&] { told.tell(); });
  key_reader keys;
  // What was typed before there was anything to see was no pick.
  tcflush(keyboard, TCIFLUSH);
  while (!game.is_over()) {
    page.draw(game.page(page.look(), page.rows()));
    const auto ready = wait_for({keyboard, page.changed(), told.descriptor()});
    stop_if_told(stop);
    page.accept_change();
    if (!ready[0]) {
      continue;
    }
    const std::string bytes = read_keyboard();
    if (bytes.empty()) {
      return;  // the terminal is gone
    }
    for (const key& each : keys.read(bytes)) {
      if (game.announce(each)) page.draw(game.page(page.look(), page.rows()));
      game.press(each);
    }
  }
}

bool play(const installation& here, const course& of, const exercise& what,
          const judging& how) {
  if (what.kind != exercise_kind::break_code) {
    throw usage_error(fmt::format(
        "{} is not to be broken but {}; ./run_tsan.sh workshop list tells "
        "which are",
        what.name, name_of(what.kind)));
  }
  std::optional<play_session> game;
  {
    const task shown = task_for(of.file(what), what.lesson);
    task_progress bar({&shown, 1});
    game.emplace(here, of, what, how, bar.function());
  }
  if (screen::is_possible()) {
    screen page;
    play_on(page, *game, how.stop);
  } else {
    play_in_lines(*game, how.stop);
  }
  return game->is_won();
}

}  // namespace racelab::workshop
