"""The directory outside this site: contact cards, QR codes, paper and data."""
