//! Takes comments out of the JavaScript that is served as it was written: they are for whoever reads the source.

use std::ffi::OsStr;
use std::path::Path;

use anyhow::Result;

use crate::workspace::Workspace;

/// Takes the lines that are only a comment out of every script in `folder`.
pub(super) fn remove(workspace: &Workspace, folder: &Path) -> Result<()> {
    let sh = &workspace.sh;
    for file in sh.read_dir(folder)? {
        if file.extension() == Some(OsStr::new("js")) {
            sh.write_file(&file, without_comments(&sh.read_file(&file)?))?;
        }
    }
    Ok(())
}

/// The script without the lines that are only a comment. A line of a text that begins with `//` would go as well.
pub(crate) fn without_comments(script: &str) -> String {
    script.split_inclusive('\n').filter(|line| !line.trim_start().starts_with("//")).collect()
}

#[cfg(test)]
mod tests {
    use super::without_comments;

    #[test]
    fn only_lines_that_are_a_comment_go() {
        let script = "// Starts.\nconst url = \"https://a.b\"; // Kept.\n  // Inside.\nstart(url);";
        assert_eq!(without_comments(script), "const url = \"https://a.b\"; // Kept.\nstart(url);");
    }
}
