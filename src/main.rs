//! The `ardoise` command.

fn main() {}
