// Distributed under the Boost Software License, Version 1.0.
#include "harness/report/look.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <string>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

namespace racelab::report {
namespace {

// A terminal that nobody looks at.
class pseudo_terminal {
 public:
  pseudo_terminal() : master_(posix_openpt(O_RDWR | O_NOCTTY)) {
    BOOST_REQUIRE(master_ >= 0);
    BOOST_REQUIRE(grantpt(master_) == 0);
    BOOST_REQUIRE(unlockpt(master_) == 0);
    slave_ = open(ptsname(master_), O_RDWR | O_NOCTTY);
    BOOST_REQUIRE(slave_ >= 0);
  }
  pseudo_terminal(const pseudo_terminal&) = delete;
  pseudo_terminal& operator=(const pseudo_terminal&) = delete;
  ~pseudo_terminal() {
    close(slave_);
    close(master_);
  }

  int descriptor() const { return slave_; }

 private:
  int master_ = -1;
  int slave_ = -1;
};

struct variable {
  const char* name;
  const char* value;
};

// Whether a terminal with these variables in the environment, and none of the
// others that tell terminals from one another, gets links.
bool links(const std::vector<variable>& environment, int descriptor) {
  for (const char* name : {"FORCE_HYPERLINK", "VTE_VERSION", "TERM_PROGRAM",
                           "KITTY_WINDOW_ID", "WT_SESSION", "DOMTERM"})
    unsetenv(name);
  setenv("TERM", "xterm-256color", 1);
  for (const variable& each : environment) setenv(each.name, each.value, 1);
  return !look_for(descriptor).link_start.empty();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(looks)

BOOST_AUTO_TEST_CASE(terminals_that_know_links_get_them) {
  const pseudo_terminal screen;
  const std::vector<variable> known{
      {"VTE_VERSION", "5000"},     {"TERM_PROGRAM", "iTerm.app"},
      {"TERM_PROGRAM", "WezTerm"}, {"TERM_PROGRAM", "vscode"},
      {"TERM_PROGRAM", "ghostty"}, {"KITTY_WINDOW_ID", "1"},
      {"WT_SESSION", "a-b"},       {"DOMTERM", "version=1"},
      {"FORCE_HYPERLINK", "1"}};
  for (const variable& each : known)
    BOOST_TEST(links({each}, screen.descriptor()),
               each.name << '=' << each.value);
}

BOOST_AUTO_TEST_CASE(others_do_not) {
  const pseudo_terminal screen;
  BOOST_TEST(!links({}, screen.descriptor()));
  BOOST_TEST(!links({{"VTE_VERSION", "4999"}}, screen.descriptor()));
  BOOST_TEST(!links({{"TERM_PROGRAM", "Apple_Terminal"}}, screen.descriptor()));
  BOOST_TEST(!links({{"KITTY_WINDOW_ID", "1"}, {"TERM", "dumb"}},
                    screen.descriptor()));
}

BOOST_AUTO_TEST_CASE(the_user_has_the_last_word) {
  const pseudo_terminal screen;
  BOOST_TEST(!links({{"KITTY_WINDOW_ID", "1"}, {"FORCE_HYPERLINK", "0"}},
                    screen.descriptor()));
}

BOOST_AUTO_TEST_CASE(what_is_no_terminal_gets_links_where_the_user_says_so) {
  const int file = open("/dev/null", O_RDWR);
  BOOST_TEST(!links({{"KITTY_WINDOW_ID", "1"}}, file));
  BOOST_TEST(links({{"FORCE_HYPERLINK", "1"}}, file));
  BOOST_TEST(!links({{"FORCE_HYPERLINK", "0"}}, file));
  close(file);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::report
