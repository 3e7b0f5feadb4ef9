// Distributed under the Boost Software License, Version 1.0.

// Who wants to pass without a solution: each way that is known, and that it
// does not pass, by name.

#include "harness/tests/workshop/played_course.hpp"

#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>
#include <fstream>
#include <ostream>
#include <vector>

namespace racelab::workshop {
namespace {

namespace json = boost::json;

struct cheat {
  std::string name;
  std::string instead_of;  // of the exercise's file
  std::string text;
  std::string outcome;  // that it has to have
  std::string words;    // that have to be in the result

  friend std::ostream& operator<<(std::ostream& out, const cheat& of) {
    return out << of.name;
  }
};

// Where something can be put into the learner's part, and before it.
const std::string part = "  order_details details;\n";
const std::string above = "namespace racelab::dependent_calls {\n";
const std::string function = "order_details get_order_details(";
const std::string body =
    "    group.go(\n"
    "        [&] { details.order = shop.get_order(call_ctx, order_id); });\n";

// A correct function where the harness is noticed, and the broken one, which
// the file goes on with, anywhere else.
std::string if_watched(const std::string& condition) {
  return part + "  if (" + condition +
         ") {\n"
         "    try {\n"
         "      details.order = shop.get_order(ctx, order_id);\n"
         "    } catch (...) {\n"
         "      std::throw_with_nested(std::runtime_error(\"get order\"));\n"
         "    }\n"
         "    try {\n"
         "      auto both = errgroup::with_context(ctx);\n"
         "      both.go([&] {\n"
         "        details.customer = shop.get_customer(\n"
         "            both.context(), details.order->customer_id);\n"
         "      });\n"
         "      both.go([&] {\n"
         "        details.product = shop.get_product(\n"
         "            both.context(), details.order->product_id);\n"
         "      });\n"
         "      both.wait();\n"
         "    } catch (...) {\n"
         "      std::throw_with_nested(\n"
         "          std::runtime_error(\"get order details\"));\n"
         "    }\n"
         "    return details;\n"
         "  }\n";
}

const std::vector<cheat> cheats{
    {"code is added above the part", above, "int x;\n" + above, "refused",
     "may be added"},
    {"the lesson's header is exchanged",
     "#include \"lessons/dependent_calls.hpp\"\n", "#include \"mine.hpp\"\n",
     "refused", "lessons/dependent_calls.hpp"},
    {"the end of the namespace is moved",
     "}  // namespace racelab::dependent_calls\n", "", "refused", "missing"},
    {"the solution is included", above,
     "#include <dependent_calls.cpp>\n" + above, "refused", "may be added"},
    {"the solution is included in the part", part,
     "#include <dependent_calls.cpp>\n" + part, "refused", "above your part"},
    {"a line is swallowed by a comment", above, "// \\\n" + above, "refused",
     "missing"},
    {"a suppression", function,
     "extern \"C\" const char* __tsan_default_suppressions() {\n"
     "  return \"race:*\";\n}\n" +
         function,
     "does-not-compile", "__tsan_default_suppressions"},
    {"no_sanitize", function,
     "__attribute__((no_sanitize(\"thread\")))\n" + function,
     "does-not-compile", "no_sanitize"},
    {"a pragma", function, "#pragma GCC optimize(\"O3\")\n" + function,
     "refused", "#pragma"},
    {"a pragma as an operator", function,
     "_Pragma(\"GCC optimize(\\\"O3\\\")\")\n" + function, "refused", "pragma"},
    {"a macro that renames a keyword", function,
     "#define const volatile\n" + function, "refused", "macros"},
    {"a macro that renames one, above the part", above,
     "#define const\n" + above, "refused", "may be added"},
    {"its own main", function,
     "}  // namespace racelab::dependent_calls\n"
     "int main() { return 0; }\n"
     "namespace racelab::dependent_calls {\n" +
         function,
     "does-not-compile", "main"},
    {"its own copy of the judge", function,
     "}  // namespace racelab::dependent_calls\n"
     "namespace racelab::probe { void main(); }\n"
     "namespace racelab::dependent_calls {\n" +
         function,
     "does-not-compile", "racelab::probe"},
    {"_exit(0)", part,
     "  struct left { left() { ::_exit(0); } };\n  left now_it_is;\n" + part,
     "not-passed", "crash"},
    {"the expected answer is read from a file", part,
     part + "  std::ifstream solution(\"patterns/dependent_calls.cpp\");\n",
     "refused", "opens files"},
    {"the harness is noticed by the environment", part,
     if_watched("std::getenv(\"TSAN_OPTIONS\") != nullptr"), "refused",
     "getenv"},
    {"the harness is noticed by virtual time", part,
     if_watched("[] {\n"
                "        const auto begin = std::chrono::steady_clock::now();\n"
                "        for (volatile int i = 0; i < 1000; i = i + 1) {\n"
                "        }\n"
                "        return begin == std::chrono::steady_clock::now();\n"
                "      }()"),
     "refused", "steady_clock"},
    {"the harness is noticed by the number of threads", part,
     if_watched("std::thread::hardware_concurrency() > 0"), "refused",
     "hardware_concurrency"},
    {"the harness is noticed by its process", part,
     if_watched("!std::ifstream(std::string(\"/p\") + \"roc/self/task\")"),
     "refused", "opens files"},
    {"a function is called by a pointer that no line mentions", part,
     part + "  static const auto read_it = &std::getenv;\n"
            "  if (read_it(\"TSAN_OPTIONS\") != nullptr) return details;\n",
     "refused", "getenv"},
    {"a function of the library is replaced", function,
     "}  // namespace racelab::dependent_calls\n"
     "extern \"C\" int memcmp(const void*, const void*, std::size_t) {\n"
     "  return 0;\n}\n"
     "namespace racelab::dependent_calls {\n" +
         function,
     "does-not-compile", "'memcmp' is the library's"},
    {"the harness is noticed by the compiler's macros", part,
     "#ifdef __SANITIZE_THREAD__\n  order_details also;\n#endif\n" + part,
     "refused", "__SANITIZE_THREAD__"},
    {"canned values", part,
     part + "  details.order.reset(new racelab::order{\"1\", \"2\", \"3\"});\n"
            "  details.customer.reset(new racelab::customer{\"2\", \"Ada\"});\n"
            "  details.product.reset(new racelab::product{\"3\", \"Tea\"});\n"
            "  return details;\n",
     "not-passed", "wrong-result"},
    {"a sleep", body,
     body + "    call_ctx.sleep_for(std::chrono::milliseconds(50));\n",
     "not-passed", "read-before-fetch"},
    {"one after the other", part,
     part + "  details.order = shop.get_order(ctx, order_id);\n"
            "  details.customer =\n"
            "      shop.get_customer(ctx, details.order->customer_id);\n"
            "  details.product = shop.get_product(ctx, "
            "details.order->product_id);\n"
            "  return details;\n",
     "not-passed", "sequential"},
};

const std::string extra_headers =
    "#include <unistd.h>\n#include <chrono>\n#include <cstdlib>\n"
    "#include <fstream>\n#include <thread>\n";

// A set of one exercise, to mend that twin of a worker.
void write_set(const std::filesystem::path& folder, const std::string& twin) {
  const std::string fixes =
      RACELAB_SOURCE_ROOT "/harness/tests/corpus/wrong_fixes/graceful_shutdown";
  std::filesystem::create_directories(folder / "one");
  std::filesystem::create_directory_symlink(fixes, folder / "fixes");
  std::ofstream(folder / "set.json")
      << R"({"schema": 1, "name": "one", "title": "One", "exercises": [
             {"name": "one", "kind": "mend", "twin": "graceful_shutdown/)"
      << twin << R"(", "wrong_fixes": [
               {"file": "fixes/stop_detaches.cpp", "expected": ["hang"]},
               {"file": "fixes/volatile_flag.cpp", "expected": ["hang"]}]}]})";
  std::ofstream(folder / "one/text.md")
      << "# One\nMend it.\n## Hint 1\na\n## Hint 2\nb\n## Hint 3\nc\n";
}

const std::string wait_for_tick = "    ticker ticks(period_);\n";
const std::string look_at_clock =
    "    const auto now = [] { return std::chrono::steady_clock::now(); };\n"
    "    if (now() != now()) return;\n";

}  // namespace

BOOST_AUTO_TEST_SUITE(cheats_)

BOOST_DATA_TEST_CASE(a_cheat_does_not_pass_and_is_named, cheats, trick) {
  const played_course course;
  course.edit("read_too_soon", trick.instead_of, trick.text);
  course.edit("read_too_soon", "#include <exception>\n",
              extra_headers + "#include <exception>\n");
  const json::value result = course.ask("check read_too_soon");
  const std::string all = json::serialize(result);
  BOOST_TEST(result.at("outcome") == trick.outcome.c_str(), all);
  BOOST_TEST(all.find(trick.words) != std::string::npos, all);
  const json::value progress = course.ask("progress");
  BOOST_TEST(progress.at("passed") == 0);
}

// A time that is handed out is no reason to look at a clock.
BOOST_AUTO_TEST_CASE(a_clock_is_refused_where_a_worker_has_a_ticker) {
  const scratch_folder set;
  write_set(set.path(), "plain_bool_stop");
  const played_course course(set.path());
  course.solve_with("one",
                    RACELAB_SOURCE_ROOT "/patterns/graceful_shutdown.cpp");
  course.edit("one", wait_for_tick, wait_for_tick + look_at_clock);
  const json::value result = course.ask("check one");
  BOOST_TEST(result.at("outcome") == "refused", json::serialize(result));
  BOOST_TEST(json::serialize(result).find("steady_clock::now") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_clock_is_not_refused_where_it_was_given) {
  const scratch_folder set;
  write_set(set.path(), "uninterruptible_sleep");
  const played_course course(set.path());
  const json::value result = course.ask("check one");
  BOOST_TEST(result.at("outcome") == "not-passed", json::serialize(result));
}

BOOST_AUTO_TEST_CASE(code_that_is_only_to_be_understood_cannot_be_changed) {
  const played_course course;
  course.answer("which_lines", "verdict", "correct");
  course.edit("which_lines", "  group.wait();\n", "  return {};\n");
  const json::value result = course.ask("check which_lines");
  BOOST_TEST(result.at("outcome") == "refused");
}

BOOST_AUTO_TEST_CASE(the_answers_are_nowhere_in_the_course) {
  const played_course course;
  const auto found = front_door::shell("grep -rl data-race '" +
                                       course.folder().string() + "'");
  BOOST_TEST(found.output == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace racelab::workshop
