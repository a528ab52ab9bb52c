import LeakDetection
import LeakRules

/// A secret, as `report.js` reads it: short keys, as there may be many, and texts that are safe to
/// show.
struct PageLeak: Encodable {
    struct Place: Encodable {
        /// File, line, column.
        let p: String
        let l: Int
        let c: Int
        /// What the record says: container or unit, stream, time.
        let r: [String]
        /// Lines around it, each its number and text.
        let x: [Line]
    }
    struct Line: Encodable {
        let n: Int
        let t: String
    }
    struct Reason: Encodable {
        let k: String
        let t: String
        let w: Double
    }
    struct Link: Encodable {
        let k: String
        let f: String
        let n: String
    }

    let f: String
    /// Index of its rule.
    let r: Int
    /// Severity, 0…4.
    let s: Int
    let score: Int
    let conf: Double
    let p: String
    let len: Int
    let ent: Double
    let layers: [String]
    let n: Int
    let from: String?
    let to: String?
    let files: Int
    let who: [String]
    let streams: [String]
    let acc: String?
    let links: [Link]
    let ev: [Reason]
    let at: [Place]

    init(_ leak: Leak, places: [LeakReport.Place], rule: Int) {
        f = printable(leak.fingerprint)
        r = rule
        s = Severity.allCases.firstIndex(of: leak.severity) ?? 0
        score = leak.score
        conf = rounded(leak.confidence)
        p = printable(leak.preview)
        len = leak.length
        ent = rounded(leak.entropy)
        layers = leak.layers.map(printable)
        n = leak.occurrences
        from = (leak.firstSeen ?? leak.lastSeen).map(printable)
        to = (leak.lastSeen ?? leak.firstSeen).map(printable)
        files = leak.files
        who = leak.containers.map(printable)
        streams = leak.streams.map(printable)
        acc = leak.account.map(printable)
        links = leak.links.map {
            let name = $0.preview.isEmpty ? $0.title : "\($0.title) \($0.preview)"
            return Link(k: printable($0.kind), f: printable($0.fingerprint), n: printable(name))
        }
        ev = leak.evidence.map {
            Reason(k: printable($0.kind), t: printable($0.note), w: rounded($0.weight))
        }
        at = places.map { place in
            let record = place.record
            return Place(
                p: printable(place.name), l: place.line, c: place.column,
                r: [
                    record.container ?? record.unit, record.stream,
                    record.timestamp.map(Figures.moment),
                ].compactMap { $0.map(printable) },
                x: place.context.map { Line(n: $0.number, t: printable($0.text)) })
        }
    }
}

/// A rule that found something.
struct PageRule: Encodable {
    let id: String
    let name: String
    let category: String
    let why: String

    init(_ rule: Rule) {
        id = printable(rule.id)
        name = printable(rule.name)
        category = rule.category.rawValue
        why = printable(rule.why)
    }
}

/// What was not scanned.
struct PageNote: Encodable {
    let k: String
    let p: String
    let t: String

    init(_ note: AuditNote) {
        k = note.kind.rawValue
        p = printable(note.line > 0 ? "\(note.name):\(note.line)" : note.name)
        t = printable(note.reason)
    }
}
