// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include "harness/workshop/attempt.hpp"

#include <boost/json.hpp>

namespace racelab::workshop {

// {"schema": 1, "exercise", "kind", "file", "outcome", "refusals": [{"line",
// "message"}], "answers": [{"question", "given", "right", "words"}], "subject":
// null or as every judgement's subject}
boost::json::value attempt_json(const attempt&);

}  // namespace racelab::workshop
