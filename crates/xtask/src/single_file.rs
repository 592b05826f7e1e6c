//! `cargo xtask dist --single-file`: the site as one file, `dist/inkling.html`, which opens from a disk or a mail without a server.
//!
//! It is `index.html` of the site in `dist/`, with all that the page fetches inside, deflated and written as text, and with
//! `www/single-file.js`, which reads that and starts the page. The file's security policy knows its scripts and styles by their
//! digests and allows no others.

mod classic;
mod seven_bits;
mod tags;

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use anyhow::{Context, Result, bail, ensure};
use flate2::Compression;
use flate2::write::ZlibEncoder;

use self::tags::attribute;
use crate::finish::without_comments;
use crate::sha256;
use crate::workspace::Workspace;

/// The file in `dist/`.
pub(crate) const FILE: &str = "inkling.html";

/// Says that it is UTF-8, whatever a server or a mail program says.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The first thing in the file that is for people.
const ABOUT: &str = "<!-- Inkling as one file. To see the licences of what is in it, put ?licences at the end of its address. -->";

/// Where `single-file.js` finds the modules.
const MODULES: &str = "modules.js";

/// How the names of modules begin that are in the list of files. The rest of the scripts in it is for sites.
const LISTED_MODULES: [&str; 2] = ["panels-", "training-"];

/// How the names end of what a page fetches besides, and how the one begins that is too large: MNIST.
const FETCHED: [&str; 5] = [".html", ".css", ".wasm", ".bin", ".md"];
const TOO_LARGE: &str = "mnist-";

/// Makes the file of the site in `dist/`.
pub(crate) fn make(workspace: &Workspace) -> Result<()> {
    let folder = workspace.dist_dir();
    ensure!(folder.join("index.html").is_file(), "no built page; run `cargo xtask dist --single-file`");
    let start = without_comments(&workspace.sh.read_file(workspace.root().join("www/single-file.js"))?);
    let file = folder.join(FILE);
    let html = html(&Site { folder }, &start)?;
    fs::write(&file, &html)?;
    println!("the site as one file of {} bytes is in {}", html.len(), file.display());
    Ok(())
}

/// The site's files.
struct Site {
    folder: PathBuf,
}

impl Site {
    fn bytes(&self, name: &str) -> Result<Vec<u8>> {
        fs::read(self.folder.join(name)).with_context(|| name.to_owned())
    }

    fn text(&self, name: &str) -> Result<String> {
        String::from_utf8(self.bytes(name)?).with_context(|| name.to_owned())
    }
}

/// The digests of the scripts and styles in the file, which its policy lists.
#[derive(Default)]
struct Allowed {
    scripts: Vec<String>,
    styles: Vec<String>,
}

fn html(site: &Site, start: &str) -> Result<String> {
    let mut allowed = Allowed::default();
    let mut boot = None;
    let html = tags::replace(&site.text("index.html")?, |tag| {
        Ok(match (attribute(tag, "", "rel"), attribute(tag, "", "src")) {
            (Some("stylesheet"), _) => allowed.style(&site.text(address(tag, "href")?)?)?,
            (Some("icon"), _) => icon(&site.bytes(address(tag, "href")?)?),
            (Some("modulepreload" | "preload" | "manifest" | "apple-touch-icon" | "alternate"), _) => {
                String::new()
            }
            (None, Some(_)) if tag.contains(" nomodule") => {
                allowed.script(" nomodule", &site.text(address(tag, "src")?)?)?
            }
            (None, Some(_)) if tag.contains(r#" type="module""#) => {
                boot = Some(address(tag, "src")?.to_owned());
                String::new()
            }
            _ => bail!("index.html has a tag that a single file cannot have: {tag}"),
        })
    })?;
    let boot = boot.context("index.html has no script")?;
    let listed = attribute(&html, r#"<meta id="files""#, "content").context("index.html lists no files")?;
    let program =
        |name| attribute(&html, r#"<meta id="app-files""#, name).context("index.html names no program");
    let (page, page_program) = (plain(program("data-js")?), plain(program("data-wasm")?));

    let is_module =
        |name: &&str| LISTED_MODULES.iter().any(|start| name.starts_with(start)) && name.ends_with(".js");
    let is_fetched =
        |name: &&str| FETCHED.iter().any(|end| name.ends_with(end)) && !name.starts_with(TOO_LARGE);
    let (modules, fetched): (Vec<&str>, Vec<&str>) =
        listed.split(' ').filter(|name| is_module(name) || is_fetched(name)).partition(is_module);

    let scripts = modules_script(site, &[&modules[..], &[&boot, page]].concat())?;
    allowed.add_script(&scripts);
    let mut blocks = block(MODULES, scripts.as_bytes())?;
    for name in fetched.iter().copied().chain([page_program, "licences.txt"]) {
        blocks += &block(name, &site.bytes(name)?)?;
    }
    let start = allowed.script("", start)?;
    let policy =
        attribute(&html, r#"http-equiv="Content-Security-Policy""#, "content").context("no policy")?;
    let inside = [&modules[..], &fetched].concat().join(" ");
    let html = html.replacen(policy, &allowed.policy(), 1).replacen(listed, &inside, 1);
    let (head, body) = html.split_once("<head>").context("index.html has no head")?;
    let (body, end) = body.rsplit_once("</body>").context("index.html has no end")?;
    Ok([&BYTE_ORDER_MARK.to_string(), head, "<head>\n    ", ABOUT, body, &start, &blocks, "</body>", end]
        .concat())
}

impl Allowed {
    /// An element of a script that is allowed.
    fn script(&mut self, attributes: &str, text: &str) -> Result<String> {
        ensure!(
            !text.contains("</script") && !text.contains("<!--") && !text.contains('\r'),
            "a script ends early"
        );
        self.add_script(text);
        Ok(format!("<script{attributes}>{text}</script>\n"))
    }

    /// An element of styles that are allowed.
    fn style(&mut self, text: &str) -> Result<String> {
        ensure!(!text.contains("</style") && !text.contains('\r'), "a style sheet ends early");
        self.styles.push(format!(" '{}'", sha256::integrity(text.as_bytes())));
        Ok(format!("<style>{text}</style>"))
    }

    fn add_script(&mut self, text: &str) {
        self.scripts.push(format!(" '{}'", sha256::integrity(text.as_bytes())));
    }

    /// Requests may only be for what somebody names: a model or a lesson by its address.
    fn policy(&self) -> String {
        let (scripts, styles) = (self.scripts.concat(), self.styles.concat());
        format!(
            "default-src 'none'; script-src{scripts} 'wasm-unsafe-eval'; style-src{styles}; img-src data:; worker-src blob: data:; \
             connect-src http: https:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; \
             trusted-types inkling inkling-file"
        )
    }
}

/// The modules as functions, by the starts of their names, as `single-file.js` wants them.
fn modules_script(site: &Site, names: &[&str]) -> Result<String> {
    let mut script = "\"use strict\";\ninklingFile.modules = {\n".to_owned();
    for name in names {
        let start = name.split('-').next().unwrap_or(name);
        let function = classic::function_of(&site.text(name)?, &|name| site.text(name))
            .with_context(|| (*name).to_owned())?;
        script += &format!("{start}: {function},\n");
    }
    Ok(script + "};\n")
}

/// An element that holds a file. Browsers do not run a script of this type.
fn block(name: &str, bytes: &[u8]) -> Result<String> {
    let mut deflated = ZlibEncoder::new(Vec::new(), Compression::best());
    deflated.write_all(bytes)?;
    let deflated = deflated.finish()?;
    let (size, text) = (deflated.len(), seven_bits::write(&deflated));
    Ok(format!("<script type=\"text/plain\" data-file=\"{name}\" data-size=\"{size}\">{text}</script>\n"))
}

fn icon(svg: &[u8]) -> String {
    let address: String = svg.iter().map(|byte| format!("%{byte:02x}")).collect();
    format!(r#"<link rel="icon" href="data:image/svg+xml,{address}" />"#)
}

/// The name of the file that a tag refers to.
fn address<'a>(tag: &'a str, name: &str) -> Result<&'a str> {
    attribute(tag, "", name).map(plain).with_context(|| format!("no {name} in {tag}"))
}

/// `./boot.js` as `boot.js`.
fn plain(address: &str) -> &str {
    address.strip_prefix("./").unwrap_or(address)
}
