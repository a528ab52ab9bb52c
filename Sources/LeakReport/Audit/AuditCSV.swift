/// An audit as comma-separated values (RFC 4180): a row a secret, by its first place.
struct AuditCSV {
    func write(_ catalog: some LeakCatalog, to write: (String) -> Void) throws {
        write(CSVRow.header)
        try catalog.forEachLeak { leak in
            let place = try catalog.places(of: leak, most: 1).first
            write(CSVRow(FindingRecord(leak: leak, first: place, keyID: nil)).text)
        }
    }
}
