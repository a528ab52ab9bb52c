internal import CBytes
import Prefilter

/// What complete lines of a stream hold that is worth a look: each byte is searched once, whoever
/// scans the lines, and however often the scan begins anew.
final class LineSearch {
    /// Candidates that may be of use, from the first line on that was not passed.
    let candidates = CandidateList()

    // Stream offsets.
    /// What the candidates' offsets count from.
    private(set) var start = 0
    /// Just after the last line that was searched.
    private(set) var end = 0
    /// Here nothing encoded stands.
    private var clear = 0..<0
    /// Whether something encoded may stand just behind it.
    private var isEncodedBehind = false

    /// Forgets what was found: the lines to come are others.
    func reset(to place: Int) {
        candidates.removeAll()
        (start, end) = (place, place)
        clear = place..<place
        isEncodedBehind = false
    }

    /// Searches the lines up to `end` that were not searched before.
    ///
    /// - Parameters:
    ///   - start: Where the first line begins that matters; never less than before.
    ///   - end: Just after the last line.
    func search(_ lines: Range<Int>, in text: Text, matcher: LineMatcher) {
        if lines.lowerBound >= end {
            candidates.removeAll()
            (start, end) = (lines.lowerBound, lines.lowerBound)
        } else if lines.lowerBound > start {
            candidates.drop(before: lines.lowerBound - start)
            start = lines.lowerBound
        }
        guard lines.upperBound > end else { return }
        let region = text.slice(end..<lines.upperBound)
        let before = candidates.count
        matcher.search(region, into: candidates)
        candidates.move(from: before, by: end - start)
        end = lines.upperBound
    }

    /// The first place from `place` on at which something encoded may stand, in the lines that were
    /// searched; their end, or more, if there is none.
    func encoded(from place: Int, in text: Text) -> Int {
        // Lines that go on are asked for again.
        if place < clear.lowerBound || place > clear.upperBound {
            clear = place..<place
            isEncodedBehind = false
        }
        guard !isEncodedBehind else { return clear.upperBound }
        let lines = text.slice(text.offset..<max(end, text.offset))
        let found = Self.firstEncoded(in: lines, from: clear.upperBound - text.offset)
        isEncodedBehind = found != nil
        clear = clear.lowerBound..<max(found.map { $0 + text.offset } ?? end, clear.upperBound)
        return clear.upperBound
    }

    /// Whether a record of docker's json-file holds nothing that is worth a look, nor an escape
    /// that could hide it, and its text is a line of its own: it reads as it stands.
    ///
    /// - Parameters:
    ///   - line: The record's line, without its line ending.
    ///   - index: Its first candidate in the list, of which nothing is known but its place.
    func isPlain(
        _ line: Range<Int>, candidate index: Int, in text: Text, detector: Detector
    ) -> Bool {
        let mark = candidates[index]
        guard detector.roles(of: candidates, index..<(index + 1)) == .record,
            detector.table[mark.literal].isEmpty,
            candidates.first(from: index + 1, atOrBehind: line.upperBound - start) == index + 1,
            encoded(from: line.lowerBound, in: text) >= line.upperBound
        else { return false }
        return DockerJSONReader.isPlain(
            text.slice(line), member: mark.offset + start - line.lowerBound)
    }

    /// Where something encoded may stand.
    static func firstEncoded(in text: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let address = text.baseAddress, start < text.count else { return nil }
        let place = blot_find_encoded(address, start, text.count)
        return place < text.count ? place : nil
    }
}
