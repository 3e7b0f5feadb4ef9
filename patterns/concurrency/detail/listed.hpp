// Distributed under the Boost Software License, Version 1.0.
#pragma once

#include <boost/intrusive/list.hpp>

namespace racelab::detail {

// What can be in one list at a time, and take itself off it.
using listed = boost::intrusive::list_base_hook<
    boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;

template <class T>
using list_of =
    boost::intrusive::list<T,
                           boost::intrusive::constant_time_size<false>>;

}  // namespace racelab::detail
