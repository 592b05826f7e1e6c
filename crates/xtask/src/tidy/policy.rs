//! The rule that the page's security policy is one, wherever it is written: `index.html` has it, and headers for hosts repeat it.

/// What hosts are told to send.
pub(super) const COPIES: [&str; 5] = [
    "docs/HOSTING.md",
    "docs/deploy/Caddyfile",
    "docs/deploy/_headers",
    "docs/deploy/apache.conf",
    "docs/deploy/nginx.conf",
];

/// Whether each of the texts has the policy that `index.html` has; they are given with their names.
pub(super) fn check(index: &str, copies: &[(&str, String)]) -> Vec<String> {
    let Some(policy) = policy_of(index) else {
        return vec!["www/index.html: it has no content security policy".to_owned()];
    };
    let lacks = |(_, text): &&(&str, String)| !text.contains(policy);
    let complaint =
        |(name, _): &(&str, String)| format!("{name}: it lacks the policy of www/index.html, `{policy}`");
    copies.iter().filter(lacks).map(complaint).collect()
}

fn policy_of(index: &str) -> Option<&str> {
    let (_, after) = index.split_once("http-equiv=\"Content-Security-Policy\"")?;
    let (_, after) = after.split_once("content=\"")?;
    Some(after.split_once('"')?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_that_differs_is_told() {
        let index = "<meta\n  http-equiv=\"Content-Security-Policy\"\n  content=\"default-src 'none'; img-src 'self'\" />";
        let copies = |text: &str| [("docs/a.conf", text.to_owned())];
        assert!(check(index, &copies("set \"default-src 'none'; img-src 'self'\";")).is_empty());
        assert_eq!(check(index, &copies("set \"default-src 'none'; img-src *\";")).len(), 1);
        assert_eq!(check("<head>", &copies("")).len(), 1);
    }
}
