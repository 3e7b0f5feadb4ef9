// Distributed under the Boost Software License, Version 1.0.
//
// A Vec grows through a raw pointer while main reads its length, in a trait's
// method.
mod turn;

struct Log {
    lines: Vec<String>,
}

trait Measure {
    fn lines_so_far(&self) -> usize;
}

impl Measure for Log {
    #[inline(never)]
    fn lines_so_far(&self) -> usize {
        self.lines.len()
    }
}

struct Handle(*mut Log);

unsafe impl Send for Handle {}

impl Handle {
    #[inline(never)]
    fn append(&self, line: &str) {
        unsafe { (*self.0).lines.push(line.to_string()) }
    }
}

fn main() {
    let log = Box::leak(Box::new(Log { lines: Vec::with_capacity(4) }));
    let handle = Handle(log);
    let writer = std::thread::spawn(move || {
        let handle = handle;
        handle.append("started");
        turn::next();
    });
    turn::wait(1);
    let count = log.lines_so_far();
    writer.join().unwrap();
    assert_eq!(count, 1);
}
