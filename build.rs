//! Builds again when a sheet is added or removed: the sheets are part of the binary.

fn main() {
    println!("cargo::rerun-if-changed=facts");
}
