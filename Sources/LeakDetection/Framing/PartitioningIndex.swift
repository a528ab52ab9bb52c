extension RandomAccessCollection {
    /// Where the elements begin that belong to the second part of a collection that is partitioned:
    /// none before it meets the condition, all from it on do.
    ///
    /// - Complexity: O(log n).
    func partitioningIndex(where belongsToSecondPart: (Element) -> Bool) -> Index {
        var low = startIndex
        var count = self.count
        while count > 0 {
            let half = count / 2
            let middle = index(low, offsetBy: half)
            if belongsToSecondPart(self[middle]) {
                count = half
            } else {
                low = index(after: middle)
                count -= half + 1
            }
        }
        return low
    }
}
