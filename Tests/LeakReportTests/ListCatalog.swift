import LeakReport
import LeakRules

@testable import LeakDetection

/// A catalog in memory.
struct ListCatalog: LeakCatalog {
    var summary = AuditSummary()
    var leaks: [Leak] = []
    /// The places of a leak, by its id.
    var places: [Int: [Place]] = [:]
    var notes: [AuditNote] = []

    func forEachLeak(_ body: (Leak) throws -> Void) throws {
        for leak in leaks { try body(leak) }
    }

    func forEachPlace(of leak: Leak, _ body: (Place) throws -> Void) throws {
        for place in places[leak.id] ?? [] { try body(place) }
    }

    func forEachNote(_ body: (AuditNote) throws -> Void) throws {
        for note in notes { try body(note) }
    }

    /// Makes the figures true.
    mutating func count() {
        summary.leaks = leaks.reduce(into: [:]) { $0[$1.severity, default: 0] += 1 }
        summary.occurrences = leaks.reduce(0) { $0 + $1.occurrences }
        summary.blindSpots = notes.count { $0.kind == .blindSpot }
        summary.failures = notes.count { $0.kind == .failed }
        summary.skipped = notes.count { $0.kind == .skipped }
    }
}

/// A catalog whose leaks are made as they are asked for.
struct GeneratedCatalog: LeakCatalog {
    var summary = AuditSummary()
    let count: Int
    /// Places of each.
    let placeCount: Int
    let leak: @Sendable (Int) -> Leak
    let place: @Sendable (Int, Int) -> Place

    func forEachLeak(_ body: (Leak) throws -> Void) throws {
        for index in 0..<count { try body(leak(index)) }
    }

    func forEachPlace(of leak: Leak, _ body: (Place) throws -> Void) throws {
        for index in 0..<placeCount { try body(place(leak.id, index)) }
    }

    func forEachNote(_ body: (AuditNote) throws -> Void) throws {}
}
