use std::path::PathBuf;

use tradefacts::{finding, sheet};

#[test]
fn the_invented_country_loads_without_a_finding() {
    let folder = sheet::Folder::Disk(PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/facts")));
    let loaded = sheet::load(&folder).unwrap();
    assert_eq!(finding::text(&loaded.findings, &loaded.texts, false), "");
    assert!(loaded.catalogue.is_some());
}
