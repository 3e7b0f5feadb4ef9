// Distributed under the Boost Software License, Version 1.0.
//
// An UnsafeCell with a wrong promise of Sync, in an Arc, and a generic method.
mod turn;

use std::cell::UnsafeCell;
use std::sync::Arc;

struct Shared<T>(UnsafeCell<T>);

unsafe impl<T> Sync for Shared<T> {}

impl<T: Copy> Shared<T> {
    #[inline(never)]
    fn set(&self, value: T) {
        unsafe { *self.0.get() = value }
    }

    #[inline(never)]
    fn get(&self) -> T {
        unsafe { *self.0.get() }
    }
}

fn main() {
    let price = Arc::new(Shared(UnsafeCell::new(250u32)));
    let other = Arc::clone(&price);
    let clerk = std::thread::Builder::new()
        .name("price clerk".into())
        .spawn(move || {
            other.set(300);
            turn::next();
        })
        .unwrap();
    turn::wait(1);
    let seen = price.get();
    clerk.join().unwrap();
    assert_eq!(seen, 300);
}
