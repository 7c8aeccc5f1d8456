' What a colleague does to every clause of a document in LibreOffice Writer. Each kind of change is done to a file of
' its own, which is saved as a Word file beside the first.
Option Explicit

Const UTF8 = "UTF-8"
' Of the document that is open: for each clause its paragraphs that clauses.txt names.
Dim document As Object
Dim clauses() As String, texts() As String, lasts() As String
Dim bodies(), heads(), ends()
' The table that all rows are moved to.
Dim target

Sub Main(folder As String)
  Dim kind
  On Error GoTo Failed
  SignAs "Anna", "Ek"
  ReadClauses folder & "/clauses.txt"
  For Each kind In Array("saved", "again", "word", "split", "deletion", "struck", "move", "settled", "comment", "tracked")
    If kind = "again" Then
      OpenFile folder & "/saved.docx"
    ElseIf kind = "settled" Then
      OpenFile folder & "/move.docx"
    Else
      OpenFile folder & "/sent.docx"
    End If
    Change kind
    SaveFile folder & "/" & kind & ".docx"
    Note folder, kind
  Next
  StarDesktop.terminate()
  Exit Sub
Failed:
  Note folder, "Failed at " & kind & ", line " & Erl & ": " & Error$
  StarDesktop.terminate()
End Sub

Sub Change(kind)
  Dim n As Integer
  If kind = "saved" Or kind = "again" Or kind = "settled" Then Exit Sub
  FindClauses
  document.RecordChanges = (kind = "tracked" Or kind = "struck")
  For n = 0 To UBound(clauses)
    Select Case kind
      Case "word": PutInWord n
      Case "split": SplitParagraph n
      Case "deletion", "struck": DeleteClause n
      Case "move": MoveClause n
      Case "comment": Remark n
      Case "tracked": PutInWord n : StrikeLastWord n
    End Select
  Next
End Sub

Sub PutInWord(n As Integer)
  Dim at As Object
  at = bodies(n).Text.createTextCursorByRange(bodies(n).Start)
  at.goRight(InStr(bodies(n).String, " ") - 1, False)
  at.Text.insertString(at, " alltid", False)
End Sub

Sub StrikeLastWord(n As Integer)
  Dim at As Object
  at = bodies(n).Text.createTextCursorByRange(bodies(n).End)
  at.gotoPreviousWord(True)
  at.String = ""
End Sub

Sub SplitParagraph(n As Integer)
  Dim at As Object
  at = bodies(n).Text.createTextCursorByRange(bodies(n).Start)
  at.goRight(InStr(Len(bodies(n).String) \ 2, bodies(n).String, " "), False)
  at.Text.insertControlCharacter(at, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
End Sub

Sub Remark(n As Integer)
  Dim comment As Object, at As Object
  comment = document.createInstance("com.sun.star.text.textfield.Annotation")
  comment.Author = "Anna Ek"
  comment.Content = "Är det här proportionerligt?" & Chr(10) & "Hör med IT."
  comment.DateTimeValue = CDateToUnoDateTime(Now)
  at = bodies(n).Text.createTextCursorByRange(bodies(n).Start)
  at.goRight(InStr(bodies(n).String, " ") - 1, True)
  at.Text.insertTextContent(at, comment, True)
End Sub

Sub DeleteClause(n As Integer)
  If IsEmpty(bodies(n).TextTable) Then
    WholeClause(n).String = ""
  Else
    bodies(n).TextTable.Rows.removeByIndex(RowOf(n), 1)
  End If
End Sub

Sub MoveClause(n As Integer)
  Dim view As Object, row As Integer, table As Object
  view = document.CurrentController
  If IsEmpty(bodies(n).TextTable) Then
    view.select(WholeClause(n))
    Press "Cut"
    document.Text.insertControlCharacter(document.Text.End, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
    view.ViewCursor.gotoRange(document.Text.End, False)
    Press "Paste"
  Else
    row = RowOf(n)
    table = bodies(n).TextTable
    If IsEmpty(target) Then target = table
    view.select(table.getCellRangeByPosition(0, row, table.Columns.Count - 1, row))
    Press "Copy"
    table.Rows.removeByIndex(row, 1)
    view.select(target.getCellByName("A2"))
    Press "PasteRowsBefore"
  End If
End Sub

Sub Press(command As String, Optional argument)
  Dim given
  If IsMissing(argument) Then given = Array() Else given = Array(argument)
  createUnoService("com.sun.star.frame.DispatchHelper").executeDispatch( _
    document.CurrentController.Frame, ".uno:" & command, "", 0, given)
End Sub

Function WholeClause(n As Integer) As Object
  Dim at As Object
  at = document.Text.createTextCursorByRange(heads(n).Start)
  at.gotoRange(ends(n).End, True)
  WholeClause = at
End Function

Function RowOf(n As Integer) As Integer
  Dim place As String
  place = bodies(n).Cell.CellName
  Do Until IsNumeric(place)
    place = Mid(place, 2)
  Loop
  RowOf = CInt(place) - 1
End Function

' Finding the clauses

Sub FindClauses()
  Dim last As Integer
  last = UBound(clauses)
  ReDim bodies(last), heads(last), ends(last)
  FindIn document.Text
End Sub

Sub FindIn(place)
  Dim parts As Object, part As Object, cell, said As String, n As Integer
  parts = place.createEnumeration()
  Do While parts.hasMoreElements()
    part = parts.nextElement()
    If part.supportsService("com.sun.star.text.TextTable") Then
      For Each cell In part.CellNames
        FindIn part.getCellByName(cell)
      Next
    Else
      said = Flat(part.String)
      For n = 0 To UBound(clauses)
        If part.ParaStyleName = "Klausulrubrik" And Left(said, Len(clauses(n))) = clauses(n) Then heads(n) = part
        If IsEmpty(bodies(n)) And said = texts(n) Then bodies(n) = part
        If said = lasts(n) And Not IsEmpty(bodies(n)) And IsEmpty(ends(n)) Then ends(n) = part
      Next
    End If
  Loop
End Sub

Function Flat(words As String) As String
  Flat = Trim(Join(Split(Join(Split(Join(Split(words, Chr(160)), " "), Chr(9)), " "), Chr(10)), " "))
End Function

' Files

Sub ReadClauses(path As String)
  Dim reader As Object, parts, n As Integer
  reader = createUnoService("com.sun.star.io.TextInputStream")
  reader.setInputStream(createUnoService("com.sun.star.ucb.SimpleFileAccess").openFileRead(ConvertToURL(path)))
  reader.setEncoding(UTF8)
  n = -1
  Do Until reader.isEOF()
    parts = Split(reader.readLine(), Chr(9))
    If UBound(parts) = 2 Then
      n = n + 1
      ReDim Preserve clauses(n), texts(n), lasts(n)
      clauses(n) = parts(0) : texts(n) = parts(1) : lasts(n) = Flat(parts(2))
    End If
  Loop
End Sub

Sub OpenFile(path As String)
  document = StarDesktop.loadComponentFromURL(ConvertToURL(path), "_blank", 0, Array(Setting("Hidden", True)))
End Sub

Sub SaveFile(path As String)
  document.storeToURL(ConvertToURL(path), Array(Setting("FilterName", "MS Word 2007 XML")))
  document.close(True)
End Sub

Function Setting(called As String, wanted) As Object
  Dim made As New com.sun.star.beans.PropertyValue
  made.Name = called
  made.Value = wanted
  Setting = made
End Function

Sub SignAs(given As String, family As String)
  Dim user As Object
  user = createUnoService("com.sun.star.configuration.ConfigurationProvider").createInstanceWithArguments( _
    "com.sun.star.configuration.ConfigurationUpdateAccess", _
    Array(Setting("nodepath", "/org.openoffice.UserProfile/Data")))
  user.givenname = given
  user.sn = family
  user.commitChanges()
End Sub

Sub Note(folder As String, said)
  Dim number As Integer
  number = FreeFile
  Open folder & "/log.txt" For Append As #number
  Print #number, said
  Close #number
End Sub
