import LeakRules
public struct AuditReportSettings { public var isColored = false; public var isVerbose = false; public var width = 80; public var maxPlaces: Int?; public init() {} }
extension ReportFormat {
    public func writeAudit(_ catalog: some LeakCatalog, settings: AuditReportSettings, write: (String) -> Void) throws {
        write("\(catalog.summary)\n")
        try catalog.forEachLeak { leak in
            write("\(leak.score) \(leak.severity) \(leak.rule.id) x\(leak.occurrences) files \(leak.files) \(leak.firstSeen ?? "-") \(leak.lastSeen ?? "-") account \(leak.account ?? "-") \(leak.containers) \(leak.links.map { $0.kind + " " + $0.rule })\n")
            var n = 0
            try catalog.forEachPlace(of: leak) { p in n += 1; if n <= 3 { write("   \(p.path):\(p.line):\(p.column) \(p.context.map { "\($0.number)|\($0.text)" })\n") } }
        }
        try catalog.forEachNote { write("note \($0)\n") }
    }
}
