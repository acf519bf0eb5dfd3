//! The rules of the OASIS ABNF by name, each read by the parser that it belongs to.
//!
//! Test suites name rules; programs call the parsers themselves, in [`expr`](crate::expr), [`url`](crate::url),
//! [`edm`](crate::edm) and [`header`](crate::header).

use crate::expr::escapes::Decoded;
use crate::expr::parser::{Parameters, Parser};
use crate::expr::{Expr, ExprError, Named, Scope};
use crate::header::{Header, HeaderError, Preference};
use crate::url::parse::{About, context, one, options};
use crate::url::{QueryOption, RelativeUrl, ServiceUrl, encode_query};

mod literal;

type Read = Result<String, ExprError>;

/// Reads a text as the rule of that name, whose case does not matter, and prints what was read.
///
/// What is printed is read as the same again. Nothing for a rule that is not implemented.
///
/// ```
/// use odata_core::{abnf, expr::AnyName};
/// let read = abnf::read("filter", "filter=Price%20GT%205", &AnyName);
/// assert_eq!(read, Some(Ok("$filter=Price%20gt%205".to_owned())));
/// assert!(abnf::read("filter", "$filter=Price gt", &AnyName).is_some_and(|read| read.is_err()));
/// assert_eq!(abnf::read("noSuchRule", "", &AnyName), None);
/// ```
pub fn read(rule: &str, text: &str, scope: &dyn Scope) -> Option<Read> {
    expression(rule, text, scope)
        .or_else(|| option(rule, text, scope))
        .or_else(|| url(rule, text, scope))
        .or_else(|| header(rule, text))
        .or_else(|| literal::read(rule, text))
}

/// Reads a text that is percent-encoded as in the query of a URL, all of it.
fn decoded<T>(
    text: &str,
    scope: &dyn Scope,
    read: impl FnOnce(&mut Parser<'_>) -> Result<T, ExprError>,
) -> Result<T, ExprError> {
    let decoded = Decoded::new(text, 0..text.len())?;
    Parser::over(&decoded, scope)
        .whole(read)
        .map_err(|error| decoded.shown(error))
}

/// What the rule says that an expression must be.
fn is_kind(rule: &str, expr: &Expr) -> bool {
    match rule {
        "notexpr" => matches!(expr, Expr::Not(_)),
        "negateexpr" => matches!(expr, Expr::Negate(_)),
        "isofexpr" => matches!(expr, Expr::IsOf(..)),
        "castexpr" => matches!(expr, Expr::Cast(..)),
        "methodcallexpr" => matches!(expr, Expr::Call(..) | Expr::Case(_)),
        "arrayorobject" => matches!(expr, Expr::Array(_) | Expr::Object(_)),
        "firstmemberexpr" | "memberexpr" | "propertypathexpr" | "functionexpr" | "rootexpr" => {
            matches!(
                expr,
                Expr::Path(_) | Expr::Segments(_) | Expr::Lambda { .. }
            )
        }
        _ => true,
    }
}

fn expression(rule: &str, text: &str, scope: &dyn Scope) -> Option<Read> {
    let rule = rule.to_ascii_lowercase();
    let read = match rule.as_str() {
        "commonexpr" | "notexpr" | "negateexpr" | "isofexpr" | "castexpr" | "methodcallexpr"
        | "arrayorobject" | "firstmemberexpr" | "memberexpr" | "propertypathexpr"
        | "functionexpr" | "rootexpr" => decoded(text, scope, |parser| {
            let operand = parser.expression()?;
            if is_kind(&rule, &operand.expr) {
                return Ok(operand.expr.to_string());
            }
            Err(parser.error(operand.range, "this is another kind of expression"))
        }),
        "boolcommonexpr" => decoded(text, scope, |parser| {
            parser.filter().map(|asked| asked.to_string())
        }),
        "anyexpr" | "allexpr" => decoded(text, scope, |parser| {
            parser.lone_lambda().map(|lambda| lambda.to_string())
        }),
        "applyexpr" => decoded(text, scope, |parser| {
            parser.apply().map(|apply| apply.to_string())
        }),
        "searchexpr" => decoded(text, scope, |parser| {
            parser.search().map(|search| search.to_string())
        }),
        "functionparameter" => decoded(text, scope, |parser| {
            let (argument, _) = parser.parameter(Parameters::Values)?;
            Ok(argument.to_string())
        }),
        "stringinurl" => decoded(text, scope, |parser| {
            let text = parser.json_string()?;
            let array = Expr::Array(vec![Expr::Literal(text.as_str().into())]).to_string();
            Ok(array.trim_matches(['[', ']']).to_owned())
        }),
        _ => return None,
    };
    Some(read.map(|printed| encode_query(&printed)))
}

fn option(rule: &str, text: &str, scope: &dyn Scope) -> Option<Read> {
    let about = About {
        allowed: crate::url::every_option(),
        what: "this rule",
        here: scope.root(),
    };
    let rule = rule.to_ascii_lowercase();
    let named = |option: &QueryOption| option.name().to_ascii_lowercase();
    let is_of_rule = |option: &QueryOption| match (rule.as_str(), option) {
        ("queryoption", _) => true,
        ("systemqueryoption", option) => named(option).starts_with('$'),
        ("customqueryoption", option) => matches!(option, QueryOption::Custom(..)),
        ("aliasandvalue", option) => matches!(option, QueryOption::Alias(..)),
        ("inlinecount", QueryOption::Count(_)) => true,
        (rule, option) => named(option).trim_start_matches('$') == rule,
    };
    match rule.as_str() {
        "queryoptions" => {
            let read = options(text, 0..text.len(), &about, scope);
            return Some(read.map(|options| {
                let options: Vec<String> = options.iter().map(QueryOption::to_query).collect();
                options.join("&")
            }));
        }
        "queryoption" | "systemqueryoption" | "customqueryoption" | "aliasandvalue" | "apply"
        | "compute" | "deltatoken" | "expand" | "filter" | "format" | "id" | "index"
        | "inlinecount" | "levels" | "orderby" | "schemaversion" | "search" | "select" | "skip"
        | "skiptoken" | "top" => {}
        _ => return None,
    }
    // A single option ends where the next would begin.
    if let Some(at) = text.find('&') {
        let message = "one option only is expected here";
        return Some(Err(ExprError::new(text, at..at + 1, message)));
    }
    Some(one(text, &about, scope).and_then(|option| {
        if is_of_rule(&option) {
            return Ok(option.to_query());
        }
        let message = format!("`{}` is another option", option.name());
        Err(ExprError::new(text, 0..text.len(), message))
    }))
}

fn url(rule: &str, text: &str, scope: &dyn Scope) -> Option<Read> {
    Some(match rule.to_ascii_lowercase().as_str() {
        "odatauri" => ServiceUrl::parse(text, scope).map(|url| url.to_string()),
        "odatarelativeuri" => RelativeUrl::parse(text, scope).map(|url| url.to_string()),
        "context" => context(text, 0, scope).map(|context| context.to_string()),
        "resourcepath" => {
            let read = Decoded::new(text, 0..text.len()).and_then(|decoded| {
                Parser::over_path(&decoded, scope)
                    .whole(Parser::resource_path)
                    .map_err(|error| decoded.shown(error))
            });
            read.map(|(path, _)| path.to_string())
        }
        "odataidentifier" => identifier(text),
        "entitysetname" => identifier(text).and_then(|name| match scope.resource(&name) {
            Some(Named::Resource(_) | Named::Unknown) => Ok(name),
            _ => Err(ExprError::new(text, 0..text.len(), "this is no entity set")),
        }),
        _ => return None,
    })
}

/// An identifier, of at most 128 characters.
fn identifier(text: &str) -> Read {
    let decoded = Decoded::new(text, 0..text.len())?;
    let scope = crate::expr::AnyName;
    let mut parser = Parser::over(&decoded, &scope);
    let name = parser.lexer.identifier();
    let fault = |range| decoded.shown(parser.error(range, "this is no identifier"));
    if name.is_empty() || name.starts_with(['$', '@']) || name.chars().count() > 128 {
        return Err(fault(0..1));
    }
    if name.len() < decoded.text.len() {
        return Err(fault(name.len()..name.len() + 1));
    }
    parser.lexer.advance(name.len());
    Ok(encode_query(name))
}

fn header(rule: &str, text: &str) -> Option<Read> {
    let fault = |error: HeaderError| {
        let message = format!("{} is expected", error.expected);
        ExprError::new(text, error.offset..error.offset + 1, message)
    };
    let read = match rule.to_ascii_lowercase().as_str() {
        "header" => Header::parse(text).map(|header| header.to_string()),
        "prefer" => match Header::parse(text) {
            Ok(header @ Header::Prefer(_)) => Ok(header.to_string()),
            Ok(_) => Err(HeaderError {
                offset: 0,
                expected: "`Prefer`",
            }),
            Err(error) => Err(error),
        },
        "preference" | "includeannotationspreference" | "maxpagesizepreference" => {
            Preference::parse(text).map(|preference| preference.to_string())
        }
        "request-id" => Header::parse(&format!("Content-ID:{text}"))
            .map(|_| text.to_owned())
            .map_err(|error| HeaderError {
                offset: error.offset.saturating_sub("Content-ID:".len()),
                ..error
            }),
        _ => return None,
    };
    Some(read.map_err(fault))
}
