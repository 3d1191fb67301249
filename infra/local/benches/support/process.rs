//! Processor time and memory of this process, its threads and its children, as Linux tells them in /proc.
//!
//! Invariant: only reads; a process that ends meanwhile counts with what was seen of it.

use std::collections::BTreeMap;
use std::fs;

/// Milliseconds of one tick of /proc: `USER_HZ` is 100 on every Linux architecture Rust runs on (proc(5)).
const TICK_MS: f64 = 10.0;

/// One process, as far as the bench looks.
struct Stat {
    parent: u32,
    cpu_ms: f64,
}

/// Milliseconds of processor time of this process so far, all threads, without children.
pub fn own_cpu_ms() -> f64 {
    stat("/proc/self/stat").map_or(0.0, |stat| stat.cpu_ms)
}

/// The most memory this process ever held, in MiB.
pub fn own_peak_mib() -> f64 {
    peak_mib("/proc/self/status")
}

/// Milliseconds of processor time by the name of the thread; threads of one name add up.
pub fn cpu_by_thread() -> BTreeMap<String, f64> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir("/proc/self/task")
        .into_iter()
        .flatten()
        .flatten()
    {
        let path = entry.path();
        let name = fs::read_to_string(path.join("comm")).unwrap_or_default();
        // Exact nanoseconds, where ticks would round every thread down.
        let spent = fs::read_to_string(path.join("schedstat")).unwrap_or_default();
        let spent: f64 = spent
            .split(' ')
            .next()
            .and_then(|ns| ns.parse().ok())
            .unwrap_or(0.0);
        *found.entry(name.trim().to_owned()).or_default() += spent / 1e6;
    }
    found
}

/// The functions that run as children of this process: by handler, processor time in ms and peak MiB.
pub fn children() -> BTreeMap<String, (f64, f64)> {
    let own = std::process::id();
    let mut found: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let path = entry.path();
        let Some(stat) = path.join("stat").to_str().and_then(stat) else {
            continue;
        };
        if stat.parent != own {
            continue;
        }
        let role = handler(&fs::read(path.join("environ")).unwrap_or_default());
        let peak = path.join("status").to_str().map_or(0.0, peak_mib);
        let (cpu, most) = found.entry(role).or_default();
        *cpu += stat.cpu_ms;
        *most = most.max(peak);
    }
    found
}

fn handler(environ: &[u8]) -> String {
    let mut names = environ.split(|byte| *byte == 0);
    let found = names.find_map(|line| line.strip_prefix(b"_HANDLER="));
    String::from_utf8_lossy(found.unwrap_or(b"other")).into_owned()
}

fn stat(path: &str) -> Option<Stat> {
    let text = fs::read_to_string(path).ok()?;
    // The name of the program stands in parentheses and may hold anything.
    let (_, rest) = text.rsplit_once(')')?;
    let fields: Vec<&str> = rest.split_whitespace().collect();
    let number = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok());
    Some(Stat {
        parent: fields.get(1)?.parse().ok()?,
        cpu_ms: (number(11)? + number(12)?) * TICK_MS,
    })
}

fn peak_mib(path: &str) -> f64 {
    let text = fs::read_to_string(path).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line
        .and_then(|line| line.split_whitespace().next())
        .and_then(|n| n.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
}
