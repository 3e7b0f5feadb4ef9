// Distributed under the Boost Software License, Version 1.0.

// The front door, tried on a scratch project that builds in a second. What it
// must not touch is replaced by scripts in "$tree/bin", first in the PATH: the
// package manager, and sometimes the compiler.

#include "harness/tests/front_door/scratch_tree.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>

namespace {

namespace fs = std::filesystem;
using racelab::front_door::scratch_tree;
using racelab::front_door::shell_result;

// One that is built already, for tests that change nothing.
struct built_tree : scratch_tree {
  built_tree() { BOOST_TEST(run("./run_tsan.sh").status == 0); }
};

built_tree& built() {
  static built_tree tree;
  return tree;
}

bool contains(const shell_result& result, const std::string& text) {
  const bool found = result.output.find(text) != std::string::npos;
  if (!found) BOOST_TEST_MESSAGE(result.output);
  return found;
}

// The trial program of a runtime that only starts without randomisation.
const std::string frail_runtime = R"(
  if [[ $arguments == *' -fsanitize=thread '* ]]; then
    cat >"$output" <<'END'
#!/usr/bin/env bash
personality=$(</proc/self/personality)
((16#$personality & 16#40000)) && exit 0
echo 'FATAL: ThreadSanitizer: unexpected memory mapping 0x5842e4bd6000' >&2
exit 66
END
    chmod +x "$output"; exit 0
  fi)";

}  // namespace

BOOST_AUTO_TEST_SUITE(what_it_passes_on)

BOOST_AUTO_TEST_CASE(arguments_reach_the_harness_unchanged) {
  const auto result = built().run("./run_tsan.sh a 'b  c' '' '*' 2>/dev/null");
  BOOST_TEST(result.output == "[a][b  c][][*]\n");
}

BOOST_AUTO_TEST_CASE(the_exit_status_is_the_harness_s) {
  for (const int status : {0, 1, 2, 3, 64}) {
    const auto result =
        built().run("./run_tsan.sh --exit " + std::to_string(status));
    BOOST_TEST(result.status == status);
  }
}

BOOST_AUTO_TEST_CASE(a_second_run_builds_nothing_and_says_nothing) {
  const auto result = built().run("./run_tsan.sh x");
  BOOST_TEST(result.output == "[x]\n");
}

BOOST_AUTO_TEST_CASE(help_is_given_without_a_build) {
  const scratch_tree tree;
  const auto result = tree.run("./run_tsan.sh --help");
  BOOST_TEST(result.status == 0);
  BOOST_TEST(contains(result, "Usage: ./run_tsan.sh"));
  BOOST_TEST(!fs::exists(tree.path() / "build"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(where_it_runs)

BOOST_AUTO_TEST_CASE(it_runs_from_a_directory_that_cannot_be_written_to) {
  const auto result = built().run("cd /proc; \"$tree/run_tsan.sh\" x");
  BOOST_TEST(result.output == "[x]\n");
}

BOOST_AUTO_TEST_CASE(it_runs_through_a_chain_of_links) {
  const auto result = built().run(R"(
    mkdir -p 'other place'
    ln -sf ../run_tsan.sh 'other place/first'
    ln -sf first 'other place/second'
    cd /; "$tree/other place/second" x)");
  BOOST_TEST(result.output == "[x]\n");
}

BOOST_AUTO_TEST_CASE(it_runs_with_its_standard_descriptors_closed) {
  BOOST_TEST(built().run("./run_tsan.sh x <&-").output == "[x]\n");
  BOOST_TEST(built().run("./run_tsan.sh --exit 4 >&-").status == 4);
  BOOST_TEST(built().run("./run_tsan.sh --exit 4 <&- >&- 2>&-").status == 4);
}

BOOST_AUTO_TEST_CASE(a_tree_that_was_moved_is_built_anew) {
  const scratch_tree tree;
  const auto result = tree.run(R"(
    mkdir before; cp -r CMakeLists.txt racelab.cpp run_tsan.sh before
    before/run_tsan.sh first && mv before after && after/run_tsan.sh second)");
  BOOST_TEST(result.status == 0);
  BOOST_TEST(contains(result, "[second]"));
}

BOOST_AUTO_TEST_CASE(a_tree_that_cannot_be_written_to_is_built_in_the_cache) {
  const scratch_tree tree;
  // A file in the place of the directory stops root as well.
  const auto result = tree.run(R"(
    export XDG_CACHE_HOME="$tree/my cache"
    touch build; ./run_tsan.sh x && ls "$XDG_CACHE_HOME/racelab")");
  BOOST_TEST(result.status == 0);
  BOOST_TEST(contains(result, "[x]"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(the_build)

BOOST_AUTO_TEST_CASE(a_failed_build_shows_why_and_runs_nothing) {
  const scratch_tree tree;
  const auto result = tree.run(R"(
    ./run_tsan.sh >/dev/null 2>&1
    echo 'int broken' >>racelab.cpp
    ./run_tsan.sh stale)");
  BOOST_TEST(result.status == 3);
  BOOST_TEST(contains(result, "error:"));
  BOOST_TEST(contains(result, "build.log"));
  BOOST_TEST(!contains(result, "[stale]"));
}

BOOST_AUTO_TEST_CASE(two_first_runs_at_once_build_once) {
  const scratch_tree tree;
  tree.compiler(R"(
    [[ $arguments == *' -c '*racelab.cpp* ]] && echo >>"$tree/compiles")");
  const auto result = tree.run(R"(
    export CXX=g++
    ./run_tsan.sh one & first=$!
    ./run_tsan.sh two & second=$!
    wait $first && wait $second && wc -l <compiles)");
  BOOST_TEST(result.status == 0);
  BOOST_TEST(contains(result, "[one]"));
  BOOST_TEST(contains(result, "[two]"));
  BOOST_TEST(contains(result, "\n1\n"));
}

BOOST_AUTO_TEST_CASE(a_build_waits_for_a_run_that_uses_it) {
  const scratch_tree tree;
  const auto result = tree.run(R"(
    ./run_tsan.sh
    mkfifo in out err
    ./run_tsan.sh --hold <in >out 2>/dev/null & first=$!
    exec 5>in 6<out
    read -r line <&6 && echo "first: $line"
    before=$(stat -c %i build/*/racelab)
    echo '// changed' >>racelab.cpp
    ./run_tsan.sh second 2>err 5>&- & second=$!
    exec 7<err
    read -r line <&7 && echo "second: $line"
    [[ $(stat -c %i build/*/racelab) == "$before" ]] && echo unchanged
    cat <&7 >/dev/null 5>&- &
    exec 5>&-
    wait $first && wait $second && echo both)");
  BOOST_TEST(contains(result, "first: held"));
  BOOST_TEST(contains(result, "second: racelab: waiting"));
  BOOST_TEST(contains(result, "unchanged"));
  BOOST_TEST(contains(result, "[second]"));
  BOOST_TEST(contains(result, "both"));
}

// The compiler tells its process and then never ends.
const std::string endless_compile = R"(
  if [[ $arguments == *' -c '*racelab.cpp* && -p $tree/compiling ]]; then
    echo half >"$output"
    echo $$ >"$tree/compiling"
    exec sleep 1000
  fi)";

BOOST_AUTO_TEST_CASE(a_signal_during_the_build_leaves_nothing_behind) {
  const scratch_tree tree;
  tree.compiler(endless_compile);
  struct {
    const char* kill;
    const char* status;
  } const ways[] = {{"kill -INT -- -$run", "130"},
                    {"kill -INT $run", "130"},
                    {"kill -TERM $run", "143"},
                    {"kill -HUP $run", "129"}};
  for (const auto& way : ways) {
    BOOST_TEST_CONTEXT(way.kill) {
      const auto result =
          tree.run("export CXX=g++ kill='" + std::string(way.kill) + R"('
        mkfifo compiling
        set -m
        ./run_tsan.sh >/dev/null 2>&1 & run=$!
        set +m
        read -r compiler <compiling
        eval "$kill"
        wait $run; echo "status $?"
        kill -0 "$compiler" 2>/dev/null && echo 'a compiler is left'
        find build -name '*.o' | grep . && echo 'a half-written file is left'
        rm compiling)");
      BOOST_TEST(result.output == "status " + std::string(way.status) + "\n");
    }
  }
  BOOST_TEST(tree.run("CXX=g++ ./run_tsan.sh x 2>/dev/null").output == "[x]\n");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(the_tests)

BOOST_AUTO_TEST_CASE(test_runs_every_test_and_counts_the_cases) {
  const auto result = built().run("./run_tsan.sh test");
  BOOST_TEST(result.status == 0);
  BOOST_TEST(contains(result, "test cases: 8 passed, 0 failed"));
}

BOOST_AUTO_TEST_CASE(test_fails_if_one_test_fails) {
  const scratch_tree tree;
  const auto result = tree.run("touch failing; ./run_tsan.sh test");
  BOOST_TEST(result.status == 1);
  BOOST_TEST(contains(result, "test cases: 8 passed, 1 failed"));
}

BOOST_AUTO_TEST_CASE(test_hands_its_arguments_to_ctest) {
  const auto result = built().run("./run_tsan.sh test -R passes");
  BOOST_TEST(contains(result, "test cases: 1 passed, 0 failed"));
}

BOOST_AUTO_TEST_CASE(test_fails_if_there_is_no_test) {
  BOOST_TEST(built().run("./run_tsan.sh test -R nothing").status == 1);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(address_space_randomisation)

BOOST_AUTO_TEST_CASE(it_is_left_alone_where_the_runtime_starts) {
  if (built().run("(($(cat /proc/sys/vm/mmap_rnd_bits) <= 28))").status) return;
  BOOST_TEST(contains(built().run("./run_tsan.sh --personality"), "00000000"));
}

BOOST_AUTO_TEST_CASE(it_is_switched_off_where_the_runtime_dies_of_it) {
  const scratch_tree tree;
  tree.compiler(frail_runtime);
  const auto result = tree.run("CXX=g++ ./run_tsan.sh --personality");
  BOOST_TEST(result.status == 0);
  BOOST_TEST(contains(result, "00040000"));
}

BOOST_AUTO_TEST_CASE(it_is_switched_off_for_the_tests_as_well) {
  const scratch_tree tree;
  tree.compiler(frail_runtime);
  const auto result = tree.run(R"(
    echo 'add_test(NAME p COMMAND racelab --personality)' >>CMakeLists.txt
    CXX=g++ ./run_tsan.sh test -R '^p$' --verbose)");
  BOOST_TEST(contains(result, "00040000"));
}

BOOST_AUTO_TEST_CASE(a_runtime_that_never_starts_makes_it_inconclusive) {
  const scratch_tree tree;
  tree.compiler(frail_runtime);
  // As in a container that forbids it.
  tree.program("setarch", "echo 'setarch: Operation not permitted'; exit 1");
  const auto result = tree.run("CXX=g++ ./run_tsan.sh harness");
  BOOST_TEST(result.status == 3);
  BOOST_TEST(contains(result, "unexpected memory mapping"));
  BOOST_TEST(contains(result, "sysctl vm.mmap_rnd_bits=28"));
  BOOST_TEST(!contains(result, "[harness]"));
}

BOOST_AUTO_TEST_CASE(a_log_is_read_also_where_the_runtime_never_starts) {
  const scratch_tree tree;
  tree.compiler(frail_runtime);
  tree.program("setarch", "exit 1");
  // Nothing that builds may take what is to be read.
  const auto result =
      tree.run("echo 'a line' | CXX=g++ ./run_tsan.sh report -");
  BOOST_TEST(result.status == 0);
  BOOST_TEST(contains(result, "a line\n"));
  BOOST_TEST(contains(tree.run("echo again | CXX=g++ ./run_tsan.sh report -"),
                      "again\n"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(what_is_missing)

void let_sudo_run(const scratch_tree& tree) {
  tree.program("sudo", R"(while [[ $1 == -* ]]; do shift; done; exec "$@")");
}

// Commands that leave a script the machine's programs but for these, a name or
// several in braces, and then the tree's own.
std::string without(const std::string& programs) {
  return R"(
    mkdir -p programs && ln -sft programs /usr/bin/* /usr/sbin/* &&
      rm -f programs/)" +
         programs + R"(
    export PATH="$tree/bin:$tree/programs")";
}

// dpkg-query knows of {fmt} only after an installation.
void without_fmt(const scratch_tree& tree) {
  tree.program("dpkg-query", R"(
    for package in lib{cli11,dw,archive,sqlite3}-dev \
      libboost-{thread,test,json}1.81-dev; do
      echo "installed $package 1.81.0-5"
    done
    [[ ! -e $tree/has_fmt ]] || echo "installed libfmt-dev 9.1.0")");
  let_sudo_run(tree);
}

BOOST_AUTO_TEST_CASE(it_is_installed_once) {
  const scratch_tree tree;
  without_fmt(tree);
  tree.program("apt-get", R"(
    echo "apt-get $*" >>"$tree/apt.log"
    [[ " $* " != *' install '* ]] || touch "$tree/has_fmt")");
  const auto result = tree.run(R"(
    ./run_tsan.sh one && ./run_tsan.sh two
    grep -c update apt.log; grep -c 'install -y .* libfmt-dev$' apt.log)");
  BOOST_TEST(contains(result, "racelab: installing libfmt-dev\n"));
  BOOST_TEST(contains(result, "[one]"));
  BOOST_TEST(contains(result, "[two]\n1\n1\n"));
}

BOOST_AUTO_TEST_CASE(an_installation_that_fails_is_inconclusive) {
  const scratch_tree tree;
  without_fmt(tree);
  tree.program("apt-get", "echo 'E: no such luck'; exit 100");
  const auto result = tree.run("./run_tsan.sh harness");
  BOOST_TEST(result.status == 3);
  BOOST_TEST(contains(result, "E: no such luck"));
  BOOST_TEST(contains(result, "apt-get install libfmt-dev"));
  BOOST_TEST(!contains(result, "[harness]"));
}

BOOST_AUTO_TEST_CASE(an_installation_may_not_remove_anything) {
  const scratch_tree tree;
  without_fmt(tree);
  const auto result = tree.run("./run_tsan.sh; grep install apt.log");
  BOOST_TEST(contains(result, "--no-remove"));
}

BOOST_AUTO_TEST_CASE(boost_of_any_new_version_will_do) {
  const scratch_tree tree;
  const auto with_boost = [&](const std::string& suffix,
                              const std::string& version) {
    tree.program("dpkg-query",
                 "echo 'installed libcli11-dev 2.3'\n"
                 "echo 'installed libfmt-dev 9.1'\n"
                 "echo 'installed libdw-dev 0.19'\n"
                 "echo 'installed libarchive-dev 3.6'\n"
                 "echo 'installed libsqlite3-dev 3.40'\n"
                 "for part in thread test json; do\n"
                 "  echo \"installed libboost-${part}" +
                     suffix + "-dev " + version + "\"\ndone");
    return tree.run("./run_tsan.sh x");
  };
  BOOST_TEST(contains(with_boost("1.83", "1.83.0-2"), "[x]"));
  BOOST_TEST(contains(with_boost("", "1.88.0.1"), "[x]"));
  BOOST_TEST(
      contains(with_boost("", "1.74.0.3"), "installing libboost-json1.81-dev"));
}

BOOST_AUTO_TEST_CASE(clang_gets_the_runtime_of_its_own_version) {
  const scratch_tree tree;
  tree.program("clang++", R"(
    case " $* " in
      *' -dumpversion '*) echo 14.0.6; exit ;;
      *' -fsanitize=thread '*) [[ -e $tree/has_runtime ]] || exit 1 ;;
    esac
    exec ')" REAL_COMPILER R"(' "$@")");
  let_sudo_run(tree);
  tree.program("apt-get", R"(
    echo "apt-get $*" >>"$tree/apt.log"; touch "$tree/has_runtime")");
  const auto result = tree.run("CXX=clang++ ./run_tsan.sh x; ls build");
  BOOST_TEST(contains(result, "installing libclang-rt-14-dev\n"));
  BOOST_TEST(contains(result, "[x]\nclang\n"), result.output);
}

BOOST_AUTO_TEST_CASE(without_root_or_sudo_the_command_is_printed) {
  const scratch_tree tree;
  without_fmt(tree);
  tree.program("sudo", "exit 1");
  // Root's own id cannot be hidden from Bash; it can be given up.
  const auto result = tree.run(R"(
    chmod -R a+rwX .
    ((EUID)) || give_up='setpriv --reuid 65534 --regid 65534 --clear-groups'
    HOME="$tree" $give_up ./run_tsan.sh harness </dev/null)");
  BOOST_TEST(result.status == 3);
  BOOST_TEST(contains(result, "apt-get install libfmt-dev"));
  BOOST_TEST(!contains(result, "installing"));
}

BOOST_AUTO_TEST_CASE(what_only_the_tests_need_is_installed_only_for_them) {
  const scratch_tree tree;
  let_sudo_run(tree);
  fs::remove(tree.path() / "bin/node");
  fs::remove(tree.path() / "bin/npm");
  fs::remove(tree.path() / "bin/vim");
  const auto result = tree.run(without("{node,npm,vim}") + R"(
    ./run_tsan.sh harness && [[ ! -e apt.log ]] && echo nothing missing
    ./run_tsan.sh test)");
  BOOST_TEST(contains(result, "[harness]"));
  BOOST_TEST(contains(result, "nothing missing\n"));
  BOOST_TEST(contains(result, "apt-get install nodejs npm vim\n"));
  BOOST_TEST(result.status == 3);
}

BOOST_AUTO_TEST_CASE(the_tests_of_clang_get_what_names_functions_for_it) {
  const scratch_tree tree;
  tree.program("clang++", "exec '" REAL_COMPILER "' \"$@\"");
  let_sudo_run(tree);
  const auto result = tree.run(without("llvm-symbolizer") + R"( CXX=clang++
    ./run_tsan.sh harness && [[ ! -e apt.log ]] && echo nothing missing
    ./run_tsan.sh test)");
  BOOST_TEST(contains(result, "nothing missing\n"));
  BOOST_TEST(contains(result, "apt-get install llvm\n"), result.output);
}

// The tools of the matrix, but for Valgrind.
void other_tools(const scratch_tree& tree) {
  for (const char* name :
       {"g++", "clang++", "clang-tidy", "cppcheck", "llvm-symbolizer"})
    tree.program(name, "exit 0");
}

BOOST_AUTO_TEST_CASE(what_only_comparisons_need_is_installed_only_for_them) {
  const scratch_tree tree;
  let_sudo_run(tree);
  const std::string without_valgrind =
      without("valgrind") + R"( CXX=')" REAL_COMPILER R"('
    )";
  const auto other = tree.run(without_valgrind + R"(
    ./run_tsan.sh harness && [[ ! -e apt.log ]] && echo nothing missing)");
  BOOST_TEST(contains(other, "[harness]"));
  BOOST_TEST(contains(other, "nothing missing\n"));
  other_tools(tree);
  const auto matrix = tree.run(without_valgrind + "./run_tsan.sh matrix");
  BOOST_TEST(contains(matrix, "apt-get install valgrind\n"));
  BOOST_TEST(matrix.status == 3);
  // The last of whatever else of the peers is missing here.
  const auto bench = tree.run(without_valgrind + "./run_tsan.sh bench");
  BOOST_TEST(contains(bench, "apt-get install "));
  BOOST_TEST(contains(bench, "valgrind\n"));
  BOOST_TEST(bench.status == 3);
}

// A system without dpkg and apt, that calls itself what `id` says.
shell_result run_elsewhere(const scratch_tree& tree, const std::string& id,
                           const std::string& script) {
  fs::remove(tree.path() / "bin/dpkg-query");
  fs::remove(tree.path() / "bin/apt-get");
  std::ofstream(tree.path() / "os-release") << "ID=" << id << '\n';
  std::ofstream(tree.path() / "script")
      << "mount --bind os-release $(readlink -f /etc/os-release) || exit 77\n"
      << script;
  return tree.run(without("{dpkg-query,apt-get}") + R"sh(
    unshare --mount --map-root-user true || exit 77
    exec unshare --mount --map-root-user bash script)sh");
}

BOOST_AUTO_TEST_CASE(elsewhere_the_command_of_that_system_is_printed) {
  const scratch_tree tree;
  tree.compiler("[[ $arguments != *' -lboost_json '* ]] || exit 1");
  const auto result =
      run_elsewhere(tree, "fedora", "CXX=g++ ./run_tsan.sh; echo status $?\n");
  if (result.status == 77) {
    BOOST_TEST_MESSAGE("no namespace to be had: " << result.output);
    return;
  }
  BOOST_TEST(contains(result, "sudo dnf install cmake ninja-build"));
  BOOST_TEST(contains(result, "status 3\n"));
}

BOOST_AUTO_TEST_CASE(elsewhere_the_matrix_tells_of_a_tool_and_goes_on) {
  const scratch_tree tree;
  const auto result = run_elsewhere(tree, "arch", R"(
    rm -f programs/valgrind
    ./run_tsan.sh matrix
)");
  if (result.status == 77) {
    BOOST_TEST_MESSAGE("no namespace to be had: " << result.output);
    return;
  }
  BOOST_TEST(contains(result, "valgrind"));
  BOOST_TEST(contains(result, "sudo pacman -S --needed gcc clang"));
  BOOST_TEST(contains(result, "[matrix]\n"));
}

BOOST_AUTO_TEST_CASE(elsewhere_it_runs_if_everything_is_found) {
  const scratch_tree tree;
  const auto result = run_elsewhere(tree, "arch", "./run_tsan.sh x\n");
  if (result.status == 77) {
    BOOST_TEST_MESSAGE("no namespace to be had: " << result.output);
    return;
  }
  BOOST_TEST(contains(result, "[x]\n"));
}

BOOST_AUTO_TEST_SUITE_END()
