//! The rule that the page's security policy is one, wherever it is written: `index.html` has it, and headers for hosts repeat it.

/// What hosts are told to send.
pub(super) const COPIES: [&str; 5] = [
    "docs/HOSTING.md",
    "docs/deploy/Caddyfile",
    "docs/deploy/_headers",
    "docs/deploy/apache.conf",
    "docs/deploy/nginx.conf",
];

/// What is wrong with the copies, which are given with their names: each has the policy that `index.html` has, and each of the
/// others what the first, `docs/HOSTING.md`, tells in a table of headers.
pub(super) fn check(index: &str, copies: &[(&str, String)]) -> Vec<String> {
    let Some(policy) = policy_of(index) else {
        return vec!["www/index.html: it has no content security policy".to_owned()];
    };
    let mut complaints = Vec::new();
    let mut require = |copies: &[(&str, String)], needed: &[&str], origin: &str| {
        for (name, text) in copies {
            if !needed.iter().all(|part| text.contains(part)) {
                complaints.push(format!("{name}: it lacks what {origin} has, `{}`", needed.join(": ")));
            }
        }
    };
    require(copies, &[policy], "www/index.html");
    let Some((manual, hosts)) = copies.split_first() else { return complaints };
    for (header, value) in headers_in(&manual.1) {
        require(hosts, &[header, value], manual.0);
    }
    complaints
}

/// The headers in a table and their values, of which some hosts send `no-cache` unasked.
fn headers_in(manual: &str) -> impl Iterator<Item = (&str, &str)> {
    manual.lines().filter_map(|line| {
        let (header, rest) = line.strip_prefix("| `")?.split_once("` | `")?;
        let (value, _) = rest.split_once("` |")?;
        (value != "no-cache").then_some((header, value))
    })
}

fn policy_of(index: &str) -> Option<&str> {
    let (_, after) = index.split_once("http-equiv=\"Content-Security-Policy\"")?;
    let (_, after) = after.split_once("content=\"")?;
    Some(after.split_once('"')?.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const INDEX: &str = "<meta\n  http-equiv=\"Content-Security-Policy\"\n  content=\"default-src 'none'; img-src 'self'\" />";
    const MANUAL: &str =
        "| `Referrer-Policy` | `no-referrer` | why |\n\ndefault-src 'none'; img-src 'self'\n";

    fn complaints(index: &str, host: &str) -> usize {
        check(index, &[("docs/a.md", MANUAL.to_owned()), ("docs/a.conf", host.to_owned())]).len()
    }

    #[test]
    fn a_copy_that_differs_is_told() {
        let host = "set \"default-src 'none'; img-src 'self'\";\nReferrer-Policy \"no-referrer\";";
        assert_eq!(complaints(INDEX, host), 0);
        assert_eq!(complaints(INDEX, &host.replace("img-src 'self'", "img-src *")), 1);
        assert_eq!(complaints(INDEX, &host.replace("no-referrer", "origin")), 1);
        assert_eq!(complaints("<head>", host), 1);
    }
}
