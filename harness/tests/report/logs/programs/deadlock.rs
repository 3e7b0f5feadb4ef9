// Distributed under the Boost Software License, Version 1.0.
//
// Two locks of the C library, taken in both orders.
use std::cell::UnsafeCell;

extern "C" {
    fn pthread_mutex_lock(mutex: *mut u64) -> i32;
    fn pthread_mutex_unlock(mutex: *mut u64) -> i32;
}

struct Lock(UnsafeCell<[u64; 5]>);

unsafe impl Sync for Lock {}

static LEFT: Lock = Lock(UnsafeCell::new([0; 5]));
static RIGHT: Lock = Lock(UnsafeCell::new([0; 5]));

#[inline(never)]
fn with_both(first: &Lock, second: &Lock) {
    unsafe {
        pthread_mutex_lock(first.0.get().cast());
        pthread_mutex_lock(second.0.get().cast());
        pthread_mutex_unlock(second.0.get().cast());
        pthread_mutex_unlock(first.0.get().cast());
    }
}

fn main() {
    with_both(&LEFT, &RIGHT);
    with_both(&RIGHT, &LEFT);
}
