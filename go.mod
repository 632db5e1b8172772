module visar

go 1.26.8
