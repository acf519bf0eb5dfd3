//! `$apply` and `$compute`.

use std::fmt::{self, Display, Formatter};

use super::segment::in_parentheses;
use crate::expr::{
    Aggregate, AggregateFrom, Aggregated, Apply, Compute, Grouping, Hierarchy, Transformation,
};

/// Items with commas between.
pub(super) fn listed<T: Display>(f: &mut Formatter<'_>, items: &[T]) -> fmt::Result {
    for (at, item) in items.iter().enumerate() {
        if at > 0 {
            f.write_str(",")?;
        }
        Display::fmt(item, f)?;
    }
    Ok(())
}

struct Listed<'l, T>(&'l [T]);

impl<T: Display> Display for Listed<'_, T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        listed(f, self.0)
    }
}

impl Display for Apply {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (at, transformation) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str("/")?;
            }
            Display::fmt(transformation, f)?;
        }
        Ok(())
    }
}

/// A comma and what follows, where it is there.
fn more<T: Display>(f: &mut Formatter<'_>, what: Option<&T>) -> fmt::Result {
    match what {
        Some(what) => write!(f, ",{what}"),
        None => Ok(()),
    }
}

impl Display for Transformation {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        use Transformation as T;
        match self {
            T::Aggregate(all) => write!(f, "aggregate({})", Listed(all)),
            T::Compute(all) => write!(f, "compute({})", Listed(all)),
            T::Concat(all) => write!(f, "concat({})", Listed(all)),
            T::GroupBy { by, then } => {
                write!(f, "groupby(({})", Listed(by))?;
                more(f, then.as_ref())?;
                f.write_str(")")
            }
            T::Ranked { kind, of, by } => write!(f, "{}({of},{by})", kind.name()),
            T::Filter(asked) => write!(f, "filter({asked})"),
            T::Search(search) => write!(f, "search({search})"),
            T::OrderBy(items) => write!(f, "orderby({})", Listed(items)),
            T::Skip(count) => write!(f, "skip({count})"),
            T::Top(count) => write!(f, "top({count})"),
            T::Identity => f.write_str("identity"),
            T::Join {
                outer,
                property,
                alias,
                then,
            } => {
                let name = if *outer { "outerjoin" } else { "join" };
                write!(f, "{name}({property} as {alias}")?;
                more(f, then.as_ref())?;
                f.write_str(")")
            }
            T::Nest { path, nested } => {
                match path {
                    Some(path) => write!(f, "addnested({path},")?,
                    None => f.write_str("nest(")?,
                }
                for (at, (apply, alias)) in nested.iter().enumerate() {
                    let comma = if at > 0 { "," } else { "" };
                    write!(f, "{comma}{apply} as {alias}")?;
                }
                f.write_str(")")
            }
            T::Relatives {
                above,
                hierarchy,
                start,
                distance,
                keep_start,
            } => {
                let name = if *above { "ancestors" } else { "descendants" };
                write!(f, "{name}({hierarchy},{start}")?;
                more(f, distance.as_ref())?;
                f.write_str(if *keep_start { ",keep start)" } else { ")" })
            }
            T::Traverse {
                hierarchy,
                post_order,
                start,
                order,
            } => {
                let how = if *post_order { "postorder" } else { "preorder" };
                write!(f, "traverse({hierarchy},{how}")?;
                more(f, start.as_ref())?;
                if !order.is_empty() {
                    write!(f, ",{}", Listed(order))?;
                }
                f.write_str(")")
            }
            T::Call(name, arguments) => {
                f.write_str(name)?;
                in_parentheses(f, arguments)
            }
        }
    }
}

impl Display for Aggregate {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.of {
            Aggregated::Expr(value) => Display::fmt(value, f)?,
            Aggregated::Path(path) => f.write_str(path)?,
            Aggregated::Count(None) => f.write_str("$count")?,
            Aggregated::Count(Some(path)) => write!(f, "{path}/$count")?,
        }
        if let Some(method) = &self.method {
            write!(f, " with {method}")?;
        }
        for from in &self.from {
            Display::fmt(from, f)?;
        }
        match &self.alias {
            Some(alias) => write!(f, " as {alias}"),
            None => Ok(()),
        }
    }
}

impl Display for AggregateFrom {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, " from {}", Listed(&self.by))?;
        match &self.with {
            Some(method) => write!(f, " with {method}"),
            None => Ok(()),
        }
    }
}

impl Display for Grouping {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Grouping::Property(path) => f.write_str(path),
            Grouping::Rollup(levels) => write!(f, "rollup({})", Listed(levels)),
            Grouping::RollupRecursive { hierarchy, nodes } => {
                write!(f, "rolluprecursive({hierarchy}")?;
                more(f, nodes.as_ref())?;
                f.write_str(")")
            }
        }
    }
}

impl Display for Hierarchy {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{},{},{}", self.nodes, self.qualifier, self.node)
    }
}

impl Display for Compute {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "{} as {}", self.value, self.alias)
    }
}
