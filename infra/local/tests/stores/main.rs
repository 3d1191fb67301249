//! Drives the local table and the local objects with the real SDKs over loopback.

mod faults;
mod figures;
mod objects;
mod objects_wire;
mod stream;
mod support;
mod table;
