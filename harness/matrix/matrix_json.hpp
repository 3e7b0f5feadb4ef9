// Distributed under the Boost Software License, Version 1.0.
#pragma once

// The matrix for programs, and the raw outputs beside it. Its shape:
//
//   {"schema": 1,
//    "rule": "…",              how a message is judged, in words
//    "budget": "…",            how often a program is run, in words
//    "at_once": 2,             tools at work on text; programs: half of it
//    "times": [1, 10],         how much of Racelab's wall-clock
//    "states": {"found": "…", …},   what each state means
//    "tools": [
//      {"name": "tsan-gcc", "sign": "tg", "title": "…",
//       "kind": "text" | "program" | "judge",
//       "version": "…" | null, "missing": "…" | null,
//       "command": ["{program}", "{circumstances}"],
//       "environment": ["…"], "build": ["g++", "-O1", …],
//       "style": ["…"],        beginnings of kinds that count for nothing
//       "found": 21,           twins
//       "right_line": 19,      of these
//       "false_alarms": 0,     patterns
//       "elsewhere": 3, "hung": 2, "crashed": 0, "silent": 28,
//       "not_run": 0}, …],
//    "subjects": [
//      {"lesson": "dependent_calls", "variant": "read_before_fetch",
//       "kind": "pattern" | "antipattern", "file": "…",
//       "expected": ["read-before-fetch"],
//       "right_lines": [22, 23],
//       "racelab_seconds": 0.81,
//       "cells": [             one for each tool, in the order of "tools"
//         {"tool": "tsan-gcc", "state": "found",
//          "reason": null,     why it was not run
//          "kind": "data race", "message": "…", "file": "…", "line": 31,
//          "right_line": true,         null without a message
//          "measured": [       one for each of "times"; one, with times 1, if
//                              the tool reads text or is Racelab
//            {"times": 1, "runs": 12, "found": 12, "hung": 0, "crashed": 0,
//             "seconds": 0.83}, …],
//          "raw": "matrix/dependent_calls/read_before_fetch/tsan-gcc.txt"
//                 | null}, …]}, …]}
//
// "found" counts the runs with a message that finds the bug; of a pattern,
// those with a false alarm. "raw" is relative to the file's own folder, null
// where the tool wrote nothing.

#include "harness/matrix/matrix.hpp"

#include <filesystem>
#include <string>

namespace racelab::matrix {

std::string matrix_json(const result&);

// What the rule and the budget are, for people.
extern const char* const rule;
extern const char* const budget;
std::string_view meaning_of(state);

// The name of a cell's raw output below the folder of the matrix; empty if
// the tool wrote nothing.
std::string raw_name(const row&, const cell&);

// What the tool wrote at the subject, the last and longest measurement last,
// cut to 20 kB with a note of how much is missing. Below `root`, files are
// called as from there.
std::string raw_output(const cell&, const std::filesystem::path& root);

}  // namespace racelab::matrix
