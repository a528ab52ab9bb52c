/// Pieces of patterns that many rules share, written `{{name}}` in a rule file.
enum Fragments {
    /// The fragments by name; each is in free-spacing-safe PCRE2 syntax and may use those before
    /// it.
    static let all: [(name: String, pattern: String)] = [
        // Colour changes of a terminal (ECMA-48 SGR), as colouring loggers put them around names
        // and values.
        ("ansi", ##"(?:(?:\x1b|\\u001[bB]|\\x1[bB]|\\e|\\033|\#033)\[[0-9;]{0,16}m){0,4}"##),

        // Not in the middle of a word, unless what looks like a letter ends an escape (\n, %3D,
        // \u0022, \x1b, ESC[32m).
        (
            "left",
            #"(?:(?<![0-9A-Za-z_])|(?<=\\[abfnrtv])|(?<=%[0-9A-Fa-f]{2})|(?<=\\u[0-9A-Fa-f]{4})"#
                + #"|(?<=\\x[0-9A-Fa-f]{2})|(?<=\[[0-9]m|\[[0-9]{2}m|;[0-9]m|;[0-9]{2}m))"#
        ),
        ("right", #"(?![0-9A-Za-z])"#),

        // From the end of a name to the beginning of its value: `=`, `: `, ` => `, `": `, `'] = `,
        // `%3D`, and the full-width colon and equals sign of Chinese and Japanese text. In `A= B=c`
        // the value of A is empty, so a blank follows `=` only where one precedes it, or a quote
        // follows.
        (
            "assign",
            #"(?:{{close}}{{ansi}}(?:[\ \t]{1,16}(?:=>|:=|==?|:|->)[\ \t]{0,16}|(?:=>|:=|==?)(?:[\ \t]{1,4}(?=["']))?"#
                + #"|=(?={{ansi}}\S)|(?:=>|:=|:|->|\xEF\xBC[\x9A\x9D]){{ansi}}[\ \t]{0,16}|%3[AaDd]|;s:[0-9]{1,4}:|[\ \t]\.{3,40}[\ \t]{1,2}|[\ \t]{0,40}\|[\ \t]{1,4}){{ansi}})"#
        ),
        // What closes a name in quotes or brackets.
        ("close", #"(?:(?:\\{0,8}["'`]|&quot;|%22)?\]?)"#),
        // A value: in quotes up to the same quotes (escaped as deep), or bare up to where the
        // notation ends it.
        (
            "value",
            #"{{open}}(?:"(?<secret>(?:[^"\\]|\\.)+)(?:"|\\?$)|(?<esc>\\{1,16})(?<quote>["'])(?<secret>(?:(?!(?<!\\)\k<esc>\k<quote>|(?<!\\)").)+)(?:\k<esc>\k<quote>|$|(?="))"#
                + #"|'(?<secret>(?:(?!"[,}\]:])[^'\\]|\\.|''(?!\s))+)(?:'|\\?$|(?="[,}\]:]))|`(?<secret>[^`]+)`|&quot;(?<secret>(?:(?!&quot;).)+)&quot;|%22(?<secret>(?:(?!%22)\S)+)%22"#
                + #"|{{bare}})"#
        ),
        // What may stand between an assignment and the quotes of a value: `["`, `b'`, `N'`,
        // `Some("`, `string(12) "`, `<<"`.
        (
            "open",
            #"(?:(?:[\[({]{1,2}|<<|[NnbBrRuU@]|Some\(|new\ String\(|string\([0-9]{1,4}\)\ |String\()(?=\\{0,16}["']))?"#
        ),
        ("bare", #"(?<secret>(?![\[({<]*[\])}>]|[\[(,;|]|[{<][{"'%\s]){{barechar}}++)"#),
        (
            "barechar",
            #"(?:(?!{{stop}})[^\s"'`\\\x1b<]|\\(?!["'`nrtu\\])|\\u(?!00[0-3])[0-9A-Fa-f]{4}|\\\\(?=[^"'\s\\])|["'`](?=[0-9A-Za-z])(?!\w+["'`]?[=:])|<(?![/!]))"#
        ),
        // A word of a command line, in its quotes or without; also as an item of a JSON array of
        // arguments.
        (
            "word",
            #"(?:\\{0,8}"(?<secret>(?:[^"\\]|\\[^"])+)\\{0,8}"|\\{0,8}'(?<secret>(?:[^'\\]|\\++[^'\\])+)\\{0,8}'"#
                + #"|(?<secret>(?:[^\s"'`\\;|&<>\x1b]|\\[^nrtu"'\t])+))"#
        ),
        // What stands between two words of a command line: blanks, or quotes and a comma in a JSON
        // array.
        (
            "gap",
            #"(?:[\ \t]{1,8}|\\{0,8}"[\ ]a[0-9]{1,3}=(?=\\{0,8}")|\\{0,8}["']?,[\ \t]{0,4}(?=\\{0,8}["']))"#
        ),
        // One address in a list of etcd's: `m1=https://10.0.0.11:2380`, `etcd-0:2379`,
        // `[fd00::1]:2379`.
        (
            "member",
            #"(?:[A-Za-z0-9._-]{1,64}=)?(?:(?:https?|unixs?|etcd)://)?(?:\[[0-9A-Fa-f:.%]{2,60}\]|[A-Za-z0-9_.$-]{1,253})(?::[0-9]{2,5})(?![0-9])/?"#
        ),
        // The words between a command and its option: no pipe, no separator.
        ("words", #"(?:[^|;&\n]{0,400}?)"#),
        (
            "stop",
            ##"(?:[,;|&]\s{0,4}["']?[A-Za-z_$][\w.\[\]-]{0,40}["']?\s{0,2}[=:]|[,;.)\]}|]+(?:\s|$|["'`\\\x1b<])|[)\]}]+[,;:]|&(?:amp|quot|\#)|&(?:lt|gt);/?)"##
        ),
    ]

    /// Replaces `{{name}}` by the fragment of that name.
    ///
    /// - Returns: The pattern, and the names that are no fragment.
    static func expand(_ pattern: String) -> (pattern: String, unknown: [String]) {
        var result = pattern
        // A fragment may use others; none is deeper than the list is long.
        for _ in all.indices where result.contains("{{") {
            for (name, fragment) in all where result.contains("{{\(name)}}") {
                result = result.split(separator: "{{\(name)}}", omittingEmptySubsequences: false)
                    .joined(separator: fragment)
            }
        }
        var unknown: [String] = []
        for piece in result.split(separator: "{{", omittingEmptySubsequences: false).dropFirst() {
            unknown.append(String(piece.prefix { $0 != "}" }))
        }
        return (result, unknown)
    }
}
