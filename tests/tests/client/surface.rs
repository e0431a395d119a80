//! The public API of the client, item by item.

use std::path::Path;

#[test]
fn the_public_surface_of_the_client() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client");
    insta::assert_snapshot!(workspace_tests::surface::of_crate(&folder).unwrap().listing());
}
