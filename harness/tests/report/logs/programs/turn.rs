// Distributed under the Boost Software License, Version 1.0.
//
// The steps of turn.cpp for programs in Rust.
extern "C" {
    pub fn turn_wait(step: i32);
    pub fn turn_next();
}

pub fn wait(step: i32) {
    unsafe { turn_wait(step) }
}

pub fn next() {
    unsafe { turn_next() }
}
