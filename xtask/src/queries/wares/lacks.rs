//! What the servers are known to lack for questions over vendors and wares, grouped by the reason.

use crate::queries::lacks::Server;

/// Lacks of one server for one reason.
pub(crate) struct Group {
    /// Who lacks it.
    pub(crate) server: Server,
    /// Why these are not the rows that the protocol asks for.
    pub(crate) reason: &'static str,
    /// The queries as the table shows them, and what the server does instead: a part of the error, or its rows.
    pub(crate) lacks: &'static [(&'static str, &'static str)],
}

/// All of them.
pub(crate) const GROUPS: &[Group] = &[
    Group {
        server: Server::Cap,
        reason: "what a lambda is asked of is out of reach within it: only its own variable is known",
        lacks: &[
            (
                "vendors?$filter=wares/any(w:w/amount gt id)",
                r#"400 {"error":{"message":"Property \"id\" does not exist in \"microsoft.windowsDefenderATP.api.wares\"","code":"400","@Common.numer"#,
            ),
            (
                "vendors?$filter=wares/any(w:w/parts/any(p:p/amount gt w/amount))",
                r#"400 {"error":{"message":"Property \"w\" does not exist in \"microsoft.windowsDefenderATP.api.wares\"","code":"400","@Common.numeri"#,
            ),
        ],
    },
    Group {
        server: Server::Cap,
        reason: "lambdas are for related entities alone; over values it takes one `any` that compares, some others end the server",
        lacks: &[
            (
                "wares?$filter=tags/any()",
                r#"400 {"error":{"message":"Invalid use of lambda any / all on a non-association","code":"400","@Common.numericSeverity":4}}"#,
            ),
            (
                "wares?$filter=tags/all(t:t ne 'metal')",
                "the answer has no end of its headers",
            ),
            (
                "wares?$filter=tags/any(t:startswith(t,'s')) and tags/any(t:t eq 'tool')",
                "the answer has no end of its headers",
            ),
            (
                "vendors?$filter=wares/any(w:w/tags/any(t:t eq 'tool'))",
                r#"400 {"error":{"message":"Navigation property \"w\" does not exist in \"microsoft.windowsDefenderATP.api.wares\"","code":"400","@Co"#,
            ),
        ],
    },
    Group {
        server: Server::Cap,
        reason: "takes no `/$count` within expressions",
        lacks: &[
            (
                "vendors?$filter=wares/$count gt 1",
                r#"500 {"error":{"message":"An association can't be used as a value in an expression","code":"","@Common.numericSeverity":4}}"#,
            ),
            (
                "vendors?$filter=wares/$count eq 1",
                r#"500 {"error":{"message":"An association can't be used as a value in an expression","code":"","@Common.numericSeverity":4}}"#,
            ),
            (
                "wares?$filter=parts/$count eq 0",
                r#"500 {"error":{"message":"An association can't be used as a value in an expression","code":"","@Common.numericSeverity":4}}"#,
            ),
            (
                "wares?$filter=parts/$count ge 1 and price lt 1",
                r#"500 {"error":{"message":"An association can't be used as a value in an expression","code":"","@Common.numericSeverity":4}}"#,
            ),
            (
                "wares?$orderby=parts/$count desc,sku",
                r#"400 {"error":{"message":"Parsing URL failed at position 26: Expected \"all\", \"any\", or an identifier but \"$\" found.","code":""#,
            ),
            (
                "vendors?$orderby=wares/$count desc,id",
                r#"400 {"error":{"message":"Parsing URL failed at position 28: Expected \"all\", \"any\", or an identifier but \"$\" found.","code":""#,
            ),
        ],
    },
    Group {
        server: Server::Cap,
        reason: "has no enumeration types, so no such property",
        lacks: &[
            (
                "wares?$filter=uses has microsoft.windowsDefenderATP.api.Capability'Isolate'",
                r#"400 {"error":{"message":"Parsing URL failed at position 24: Expected \"(\", \"eq\", \"ge\", \"gt\", \"in\", \"le\", \"lt\", or \"n"#,
            ),
            (
                "wares?$filter=uses has microsoft.windowsDefenderATP.api.Capability'Isolate,Scan'",
                r#"400 {"error":{"message":"Parsing URL failed at position 24: Expected \"(\", \"eq\", \"ge\", \"gt\", \"in\", \"le\", \"lt\", or \"n"#,
            ),
            (
                "wares?$filter=uses eq microsoft.windowsDefenderATP.api.Capability'LiveResponse'",
                r#"400 {"error":{"message":"Parsing URL failed at position 70: Expected \"&\", a whitespace, or end of input but \"'\" found.","code""#,
            ),
        ],
    },
    Group {
        server: Server::Cap,
        reason: "has the parts of a complex value as properties of the entity, so nothing to select as a whole",
        lacks: &[(
            "vendors(2)?$select=place",
            r#"400 {"error":{"message":"Property \"place\" does not exist in \"microsoft.windowsDefenderATP.api.vendors\"","code":"400","@Common."#,
        )],
    },
    Group {
        server: Server::Cap,
        reason: "computes with operators only, and only for `$select` of the set itself",
        lacks: &[
            (
                "wares?$compute=price mul amount as worth&$filter=worth gt 290&$orderby=sku",
                r#"501 {"error":{"message":"Computed property \"worth\" cannot be used in $filter. Computed properties are only supported in $select""#,
            ),
            (
                "wares?$compute=length(name) as long&$select=sku,long&$orderby=long desc,sku&$top=2",
                r#"400 {"error":{"message":"Parsing URL failed at position 26: Expected \"add\", \"div\", \"divby\", \"mul\", \"sub\", or a whitespac"#,
            ),
            (
                "wares?$compute=year(made) as year&$filter=year eq 2024&$orderby=sku",
                r#"400 {"error":{"message":"Parsing URL failed at position 24: Expected \"add\", \"div\", \"divby\", \"mul\", \"sub\", or a whitespac"#,
            ),
            (
                "vendors?$expand=wares($compute=price mul 2 as twice;$select=sku,twice;$orderby=sku)&$filter=id eq 1",
                r#"400 {"error":{"message":"Property \"twice\" does not exist in \"microsoft.windowsDefenderATP.api.wares\"","code":"400","@Common.nu"#,
            ),
        ],
    },
    Group {
        server: Server::Cap,
        reason: "the grammar has no arithmetic and no sign in `$filter` and `$orderby`, nor operators in `$orderby`",
        lacks: &[
            (
                "wares?$filter=amount mod 2 eq 0",
                r#"400 {"error":{"message":"Parsing URL failed at position 26: Expected \"(\", \"eq\", \"ge\", \"gt\", \"in\", \"le\", \"lt\", or \"n"#,
            ),
            (
                "wares?$filter=amount mod 2 eq -1",
                r#"400 {"error":{"message":"Parsing URL failed at position 26: Expected \"(\", \"eq\", \"ge\", \"gt\", \"in\", \"le\", \"lt\", or \"n"#,
            ),
            (
                "wares?$filter=amount div 2 eq -3",
                r#"400 {"error":{"message":"Parsing URL failed at position 26: Expected \"(\", \"eq\", \"ge\", \"gt\", \"in\", \"le\", \"lt\", or \"n"#,
            ),
            (
                "wares?$filter=amount div 10 eq 1",
                r#"400 {"error":{"message":"Parsing URL failed at position 26: Expected \"(\", \"eq\", \"ge\", \"gt\", \"in\", \"le\", \"lt\", or \"n"#,
            ),
            (
                "wares?$filter=amount divby 10 eq 1.5",
                r#"400 {"error":{"message":"Parsing URL failed at position 26: Expected \"(\", \"eq\", \"ge\", \"gt\", \"in\", \"le\", \"lt\", or \"n"#,
            ),
            (
                "wares?$filter=amount divby 4 gt 3 and amount divby 4 lt 4",
                r#"400 {"error":{"message":"Parsing URL failed at position 26: Expected \"(\", \"eq\", \"ge\", \"gt\", \"in\", \"le\", \"lt\", or \"n"#,
            ),
            (
                "wares?$filter=price mul 2 eq 7",
                r#"400 {"error":{"message":"Parsing URL failed at position 25: Expected \"(\", \"eq\", \"ge\", \"gt\", \"in\", \"le\", \"lt\", or \"n"#,
            ),
            (
                "wares?$filter=price add price eq 20",
                r#"400 {"error":{"message":"Parsing URL failed at position 25: Expected \"(\", \"eq\", \"ge\", \"gt\", \"in\", \"le\", \"lt\", or \"n"#,
            ),
            (
                "wares?$filter=price sub 0.5 lt 0",
                r#"400 {"error":{"message":"Parsing URL failed at position 25: Expected \"(\", \"eq\", \"ge\", \"gt\", \"in\", \"le\", \"lt\", or \"n"#,
            ),
            (
                "wares?$filter=price add 0.01 eq 50",
                r#"400 {"error":{"message":"Parsing URL failed at position 25: Expected \"(\", \"eq\", \"ge\", \"gt\", \"in\", \"le\", \"lt\", or \"n"#,
            ),
            (
                "wares?$filter=-amount gt 5",
                r#"400 {"error":{"message":"Parsing URL failed at position 19: Expected \"(\", \"NOT\", \"contains\", \"endswith\", \"matchespattern\"#,
            ),
            (
                "wares?$filter=amount add 1 gt 10 and amount lt 100",
                r#"400 {"error":{"message":"Parsing URL failed at position 26: Expected \"(\", \"eq\", \"ge\", \"gt\", \"in\", \"le\", \"lt\", or \"n"#,
            ),
            (
                "wares?$filter=(amount add 1) mul 2 eq 22",
                r#"400 {"error":{"message":"Parsing URL failed at position 27: Expected \"(\", \"eq\", \"ge\", \"gt\", \"in\", \"le\", \"lt\", or \"n"#,
            ),
            (
                "wares?$filter=amount add 1 mul 2 eq 12",
                r#"400 {"error":{"message":"Parsing URL failed at position 26: Expected \"(\", \"eq\", \"ge\", \"gt\", \"in\", \"le\", \"lt\", or \"n"#,
            ),
            (
                "vendors?$filter=rating mul 2 eq 9",
                r#"400 {"error":{"message":"Parsing URL failed at position 28: Expected \"(\", \"eq\", \"ge\", \"gt\", \"in\", \"le\", \"lt\", or \"n"#,
            ),
            (
                "wares?$filter=amount add 1 eq null",
                r#"400 {"error":{"message":"Parsing URL failed at position 26: Expected \"(\", \"eq\", \"ge\", \"gt\", \"in\", \"le\", \"lt\", or \"n"#,
            ),
            (
                "wares?$filter=made add duration'PT1H' gt 2024-12-31T12:30:00Z",
                r#"400 {"error":{"message":"Parsing URL failed at position 24: Expected \"(\", \"eq\", \"ge\", \"gt\", \"in\", \"le\", \"lt\", or \"n"#,
            ),
            (
                "wares?$filter=made sub duration'P1D' lt 2000-01-01T00:00:00Z",
                r#"400 {"error":{"message":"Parsing URL failed at position 24: Expected \"(\", \"eq\", \"ge\", \"gt\", \"in\", \"le\", \"lt\", or \"n"#,
            ),
            (
                "wares?$orderby=price mul amount desc,sku",
                r#"400 {"error":{"message":"Parsing URL failed at position 26: Expected \"&\", \"(\", \",\", \"asc\", \"desc\", or end of input but \"#,
            ),
            (
                "vendors?$orderby=country eq 'US' desc,id",
                r#"400 {"error":{"message":"Parsing URL failed at position 30: Expected \"&\", \"(\", \",\", \"asc\", \"desc\", or end of input but \"#,
            ),
        ],
    },
    Group {
        server: Server::Odatapy,
        reason: "the remainder has the sign of the divisor, as in Python, so that it does not fit `div`, which rounds to zero",
        lacks: &[("wares?$filter=amount mod 2 eq -1", "none")],
    },
    Group {
        server: Server::Cap,
        reason: "compares with null as SQL does, so that null is not equal to null and `not` keeps no null",
        lacks: &[
            ("wares?$filter=big eq amount", "`null` `rope` `tee`"),
            (
                "wares?$filter=trim(concat(' ',concat(name,' '))) eq name",
                "`bolt` `crane` `null` `nut` `rope` `saw` `tee` `wire`",
            ),
            ("vendors?$filter=not (active eq true)", "`3`"),
            (
                "wares?$filter=date(made) eq day",
                "`bolt` `crane` `null` `nut` `rope` `saw` `tee` `wire`",
            ),
        ],
    },
    Group {
        server: Server::Cap,
        reason: "has no `cast`, `isof`, `case` and `hassubset`, and the database no `totaloffsetminutes`",
        lacks: &[
            (
                "wares?$filter=cast(amount,Edm.String) eq '15'",
                r#"501 {"error":{"message":"Function \"cast\" is not supported","code":"501","@Common.numericSeverity":4}}"#,
            ),
            (
                "wares?$filter=cast(amount,Edm.Decimal) div 4 eq 3.75",
                r#"501 {"error":{"message":"Function \"cast\" is not supported","code":"501","@Common.numericSeverity":4}}"#,
            ),
            (
                "wares?$filter=isof(amount,Edm.Int32)",
                r#"501 {"error":{"message":"Function \"isof\" is not supported","code":"501","@Common.numericSeverity":4}}"#,
            ),
            (
                "wares?$filter=hassubset(tags,['metal','small'])",
                r#"501 {"error":{"message":"Function \"hassubset\" is not supported","code":"501","@Common.numericSeverity":4}}"#,
            ),
            (
                "wares?$filter=case(amount lt 0:'low',true:'high') eq 'low'",
                r#"400 {"error":{"message":"Parsing URL failed at position 31: Expected \"(\", \")\", or \",\" but \"l\" found.","code":"400","@Commo"#,
            ),
            (
                "wares?$filter=totaloffsetminutes(made) eq 0",
                r#"500 {"error":{"message":"no such function: totaloffsetminutes in:\nSELECT json_insert('{}','$.\"sku\"',sku,'$.\"name\"',name,'$.\""#,
            ),
        ],
    },
    Group {
        server: Server::Odatapy,
        reason: "has no `case`",
        lacks: &[(
            "wares?$filter=case(amount lt 0:'low',true:'high') eq 'low'",
            r#"400 {"error":{"code":"400","message":"Unknown function 'case' at position 0."}}"#,
        )],
    },
    Group {
        server: Server::Cap,
        reason: "of several words only one is searched for",
        lacks: &[
            ("wares?$search=M8 AND Nut", "`bolt` `nut`"),
            ("wares?$search=Drähte OR M8&$orderby=sku", "`wire`"),
        ],
    },
    Group {
        server: Server::Odatapy,
        reason: "answers 404 where a navigation property leads to nothing; 204 is asked for (Protocol 11.2.6)",
        lacks: &[("wares('gift')/vendor", "`404`")],
    },
    Group {
        server: Server::Cap,
        reason: "takes a negative number for `$top`, which the protocol has to refuse",
        lacks: &[("wares?$top=-1", "`200`")],
    },
    Group {
        server: Server::Cap,
        reason: "has no `/$ref`, `/$query`, `$entity` and `$crossjoin`",
        lacks: &[
            (
                "wares('rope')/vendor/$ref",
                r#"404 {"error":{"message":"Invalid resource path \"microsoft.windowsDefenderATP.api.wares:vendor.$ref\"","code":"404","@Common.numer"#,
            ),
            (
                "vendors(1)/wares/$ref?$orderby=sku",
                r#"404 {"error":{"message":"Not Found","code":"404","@Common.numericSeverity":4}}"#,
            ),
            (
                "POST wares/$query $filter=price gt 40&$orderby=sku",
                r#"415 {"error":{"message":"Unsupported Media Type","statusCode":415,"code":"415"}}"#,
            ),
            (
                "POST vendors/$query $orderby=id desc&$top=2",
                r#"400 {"error":{"message":"Element \"id\" does not contain a valid Integer","code":"400","@Common.numericSeverity":4}}"#,
            ),
            (
                "POST vendors/$query $filter=wares/any(w:w/sku eq 'rope')&$select=id",
                r#"400 {"error":{"message":"Element \"id\" does not contain a valid Integer","code":"400","@Common.numericSeverity":4}}"#,
            ),
            (
                "$entity?$id=wares('rope')",
                r#"400 {"error":{"message":"Parsing URL failed at position 13: Expected \"$apply=\", \"$at\", \"$compute=\", \"$count=\", \"$deltatok"#,
            ),
            (
                "$crossjoin(vendors,wares)?$filter=vendors/id eq wares/vendor_id and wares/price gt 40&$expand=wares($select=sku)",
                r#"404 {"error":{"message":"Invalid resource path \"microsoft.windowsDefenderATP.api.$crossjoin(vendors,wares)\"","code":"404","@Comm"#,
            ),
        ],
    },
    Group {
        server: Server::Odatapy,
        reason: "has no `/$query`",
        lacks: &[
            (
                "POST wares/$query $filter=price gt 40&$orderby=sku",
                r#"400 {"error":{"code":"400","message":"POST requires a collection resource."}}"#,
            ),
            (
                "POST vendors/$query $orderby=id desc&$top=2",
                r#"400 {"error":{"code":"400","message":"The value '$query' for key 'id' is not a valid Edm.Int32 literal."}}"#,
            ),
            (
                "POST vendors/$query $filter=wares/any(w:w/sku eq 'rope')&$select=id",
                r#"400 {"error":{"code":"400","message":"The value '$query' for key 'id' is not a valid Edm.Int32 literal."}}"#,
            ),
        ],
    },
    Group {
        server: Server::Cap,
        reason: "the grammar has neither `$it` nor `$root` in expressions",
        lacks: &[
            (
                "wares?$filter=vendor_id eq $root/vendors(2)/id&$orderby=sku",
                r#"400 {"error":{"message":"Parsing URL failed at position 32: Expected a binary, a boolean, a date, a function name, a guid, a json"#,
            ),
            (
                "wares?$expand=vendor($expand=wares($filter=price gt $it/price;$orderby=sku))&$filter=vendor/id eq 2&$orderby=sku",
                r#"400 {"error":{"message":"Parsing URL failed at position 57: Expected a binary, a boolean, a date, a function name, a guid, a json"#,
            ),
        ],
    },
    Group {
        server: Server::Odatapy,
        reason: "pages what `$apply` made by keys that it does not have, so that rows come twice",
        lacks: &[
            (
                "vendors?$apply=groupby((country))&$orderby=country",
                "`{country=DE}` `{country=IE}` `{country=JP}` `{country=IE}` `{country=JP}` `{country=US}`",
            ),
            (
                "vendors?$apply=groupby((country),aggregate($count as n))&$orderby=country",
                "`{country=DE n=1}` `{country=IE n=1}` `{country=JP n=1}` `{country=IE n=1}` `{country=JP n=1}` `{country=US n=2}`",
            ),
            (
                "wares?$apply=filter(vendor_id ne null)/groupby((vendor/country),aggregate($count as n))&$orderby=n desc,vendor/country",
                "`{n=3 vendor={country=US}}` `{n=2 vendor={country=DE}}` `{n=2 vendor={country=JP}}` `{n=2 vendor={country=DE}}` `{n=2 vendor={country=JP}}` `{n=1 vendor={country=IE}}`",
            ),
        ],
    },
    Group {
        server: Server::Cap,
        reason: "of `$apply` it has `filter`, `groupby`, `aggregate` and `concat`, and passes other names on to the database",
        lacks: &[
            (
                "wares?$apply=filter(price ne null)/topcount(2,price)&$orderby=price desc",
                r#"500 {"error":{"message":"no such function: topcount in:\nSELECT json_insert('{}','$.\"topcount\"',topcount) as _json_ FROM (SELECT"#,
            ),
            (
                "wares?$apply=filter(price ne null)/bottomcount(2,price)&$orderby=price",
                r#"500 {"error":{"message":"no such function: bottomcount in:\nSELECT json_insert('{}','$.\"bottomcount\"',bottomcount) as _json_ FRO"#,
            ),
            (
                "wares?$apply=compute(price mul 2 as twice)/filter(twice eq 7)",
                r#"400 {"error":{"message":"Parsing URL failed at position 18: Expected \"aggregate\", \"ancestors\", \"bottomcount\", \"bottompercen"#,
            ),
        ],
    },
    Group {
        server: Server::Cap,
        reason: "of the options of `$expand` it has no `$skip` without `$top`, no `/$count`, `/$ref` or `$levels`",
        lacks: &[
            (
                "vendors?$expand=wares($orderby=sku;$skip=1)&$orderby=id",
                r#"500 {"error":{"message":"Rows parameter is missing in SELECT.limit(rows, offset)","code":"","@Common.numericSeverity":4}}"#,
            ),
            (
                "vendors?$expand=wares/$count&$orderby=id",
                r#"501 {"error":{"message":"\"/$count\" is not supported for expand operation","code":"501","@Common.numericSeverity":4}}"#,
            ),
            (
                "wares('crane')?$expand=parts($levels=2;$orderby=sku)",
                r#"400 {"error":{"message":"Parsing URL failed at position 34: Expected \"$apply=\", \"$compute=\", \"$count=\", \"$expand=\", \"$fil"#,
            ),
            (
                "wares('nut')?$expand=whole($levels=max)",
                r#"400 {"error":{"message":"Parsing URL failed at position 32: Expected \"$apply=\", \"$compute=\", \"$count=\", \"$expand=\", \"$fil"#,
            ),
            (
                "wares('bolt')?$expand=vendor/$ref",
                r#"400 {"error":{"message":"Parsing URL failed at position 33: Expected \"&\", \"(\", \",\", \"/$count\", or end of input but \"/\" f"#,
            ),
        ],
    },
    Group {
        server: Server::Cap,
        reason: "passes over `$search` within `$expand`, and has all",
        lacks: &[(
            "vendors?$expand=wares($search=Rope)&$orderby=id",
            "`1: bolt nut` `2: crane rope` `3: saw` `4: wire` `5: null tee`",
        )],
    },
    Group {
        server: Server::Odatapy,
        reason: "`$it` within `$expand` is the expanded entity; it is the item of the request (URL conventions 5.1.1.14.4)",
        lacks: &[(
            "wares?$expand=vendor($expand=wares($filter=price gt $it/price;$orderby=sku))&$filter=vendor/id eq 2&$orderby=sku",
            "`crane: ` `rope: `",
        )],
    },
];
